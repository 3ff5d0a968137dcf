"""The page's server: what it serves, under which headers, and what it refuses."""

import http.client
import socket
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from actions.settings import PROJECT, process_environment


def get(stand, path, method="GET"):
    connection = http.client.HTTPConnection(urlsplit(stand.url).netloc, timeout=10)
    try:
        connection.request(method, path)
        reply = connection.getresponse()
        return reply, reply.read()
    finally:
        connection.close()


def policy(reply):
    parts = (part.strip().split(" ") for part in reply.headers["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html"),
        ("/index.html", "text/html"),
        ("/theme.css", "text/css"),
        ("/main.js", "text/javascript"),
        ("/strings.json", "application/json"),
        ("/favicon.svg", "image/svg+xml"),
        ("/widget.js", "text/javascript"),
        ("/vendor/socket.io.min.js", "text/javascript"),
    ],
)
def test_page_serves_its_files(stand, path, kind):
    reply, body = get(stand, path)
    assert reply.status == 200
    assert reply.headers["Content-Type"].startswith(kind)
    assert body


def test_config_names_where_the_bot_and_the_shop_are(stand):
    reply, body = get(stand, "/config.json")
    assert reply.headers["Content-Type"] == "application/json"
    assert body.decode() == f'{{"bot_url":"{stand.bot.url}","shop_url":"http://127.0.0.1:5055"}}'


@pytest.mark.parametrize("path", ["/", "/config.json", "/theme.css", "/no-such-file"])
def test_every_answer_carries_strict_headers(stand, path):
    reply, _ = get(stand, path)
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Referrer-Policy"] == "no-referrer"
    rules = policy(reply)
    assert rules["default-src"] == ["'none'"]
    assert rules["script-src"] == ["'self'"]
    assert rules["style-src"] == ["'self'"]
    assert rules["img-src"] == ["'self'", stand.bot.url, "http://127.0.0.1:5055", "https:"]
    assert rules["connect-src"] == [
        "'self'",
        stand.bot.url,
        stand.bot.url.replace("http", "ws"),
        "http://127.0.0.1:5055",
    ]
    assert rules["frame-ancestors"] == ["'self'", stand.url, stand.bot.url]


@pytest.mark.parametrize(
    "path",
    [
        "/no-such-file",
        "/vendor/",
        "/../server.py",
        "/%2e%2e/server.py",
        "/..%2fserver.py",
        "/vendor/../../server.py",
        "/vendor/%2e%2e/%2e%2e/server.py",
        "/..%5cserver.py",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/index.html%00.js",
    ],
)
def test_what_is_outside_the_static_folder_is_not_found(stand, path):
    reply, body = get(stand, path)
    assert reply.status in {400, 404}
    assert b"def create_app" not in body
    assert b"root:" not in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_page_takes_nothing(stand, method):
    assert get(stand, "/", method)[0].status == 405


def start_with(port):
    environment = process_environment(CROSSAISLE_PAGE_PORT=port)
    command = [sys.executable, "-m", "actions.page"]
    return subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=30, check=False
    )


def test_page_says_so_when_its_port_is_taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = start_with(str(other.getsockname()[1]))
    assert done.returncode == 1
    assert "CROSSAISLE_PAGE_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_page_says_so_when_a_setting_cannot_be_used():
    done = start_with("eighty")
    assert done.returncode == 1
    assert "CROSSAISLE_PAGE_PORT is 'eighty'" in done.stderr
    assert "Traceback" not in done.stderr
