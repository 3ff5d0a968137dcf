# The bot: Rasa with the project's components, its model trained while the image is built.
FROM python:3.10-slim-bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gcc libc6-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/crossaisle
COPY requirements/bot.txt requirements/bot.txt
RUN pip install --no-cache-dir --requirement requirements/bot.txt
COPY data/lexicon data/lexicon
COPY data/demo/categories.yml data/demo/categories.yml
COPY bot bot
ENV PYTHONPATH=/srv/crossaisle RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=3 CROSSAISLE_CACHE=/cache
RUN useradd --create-home --uid 10001 crossaisle \
    && mkdir /cache /model && chown crossaisle /cache /model .
USER crossaisle
RUN model="$(CROSSAISLE_CACHE=/model python -m bot.train | tail -n 1)" && ln -s "$model" /model/current.tar.gz
EXPOSE 5005
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=6 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:5005/', timeout=4)"]
CMD ["python", "-m", "rasa", "run", "--model", "/model/current.tar.gz", "--port", "5005", "--interface", "0.0.0.0", \
     "--endpoints", "bot/endpoints.yml", "--credentials", "bot/credentials.yml", \
     "--cors", "http://127.0.0.1:5080", "http://localhost:5080"]
