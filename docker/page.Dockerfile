# The page with the chat widget: static files and one address list.
FROM python:3.11-slim-bookworm
WORKDIR /srv/crossaisle
COPY requirements/page.txt requirements/page.txt
RUN pip install --no-cache-dir --requirement requirements/page.txt
COPY actions/__init__.py actions/settings.py actions/
COPY actions/page actions/page
RUN useradd --create-home --uid 10001 crossaisle
USER crossaisle
ENV CROSSAISLE_HOST=0.0.0.0
EXPOSE 5080
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=6 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:5080/', timeout=4)"]
CMD ["python", "-m", "actions.page"]
