# The shop's server: actions and texts for the bot, the HTTP API, search, prices.
FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gcc libc6-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/crossaisle
COPY requirements/shop.txt requirements/shop.txt
RUN pip install --no-cache-dir --requirement requirements/shop.txt
COPY pyproject.toml README.md LICENSE ./
COPY retrieval retrieval
COPY actions actions
COPY data data
RUN pip install --no-cache-dir --no-deps --editable . \
    && useradd --create-home --uid 10001 crossaisle \
    && mkdir /cache && chown crossaisle /cache
USER crossaisle
ENV CROSSAISLE_CACHE=/cache CROSSAISLE_HOST=0.0.0.0
EXPOSE 5055
HEALTHCHECK --interval=10s --timeout=5s --start-period=300s --retries=6 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:5055/health', timeout=4)"]
CMD ["sh", "-c", "crossaisle import --if-missing --no-index demo && crossaisle index && exec python -m actions.server"]
