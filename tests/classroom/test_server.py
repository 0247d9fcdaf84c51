"""The server answers its own page, refuses everybody else's, and keeps within limits."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from experiments.classroom import page_files
from experiments.classroom.server import MOST_BYTES, known_host

ROOT = Path(__file__).parents[2]

# Control-C in a moment in which Python drops exceptions, before the server listens to signals.
INTERRUPTED_EARLY = """
import signal
from experiments.classroom.server import serve
from experiments.classroom.settings import read_setting

class Collected:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

def ready(address):
    Collected()

try:
    serve(read_setting({}), "127.0.0.1", 0, ready)
except KeyboardInterrupt:
    print("interrupted")
"""


def ask(url: str, body: Any = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
    data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


def test_every_answer_says_what_may_load_and_frame_it(address: str) -> None:
    for path in ("", "page/main.js", "api/start", "nothing"):
        _, headers, _ = ask(address + path)
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["page/../server.py", "page/%2e%2e/server.py", "page/index.html"])
def test_only_the_files_of_the_page_are_served(address: str, path: str) -> None:
    assert ask(address + path)[0] == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_other_hosts_and_other_sites_are_refused(address: str, headers: dict[str, str]) -> None:
    status, _, _ = ask(address + "api/recording", {"case": "shop"}, **headers)
    assert status == 403


@pytest.mark.parametrize("late", [0.0, 0.3])
def test_who_is_refused_is_told_so_however_late_the_rest_of_the_request_comes(
    address: str, late: float
) -> None:
    host, port = urlsplit(address).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(
            f"POST /api/recording HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n"
            "Origin: http://evil.example\r\nContent-Length: 4\r\n\r\n".encode()
        )
        time.sleep(late)
        connection.sendall(b"null")
        time.sleep(late)
        answer = b"".join(iter(partial(connection.recv, 4096), b""))
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert b"Another site may not ask the classroom." in answer


def test_a_large_request_is_refused_before_it_is_read_whole(address: str) -> None:
    status, _, answer = ask(address + "api/recording", b"x" * (MOST_BYTES + 1))
    assert status == 422
    assert "256 kB" in json.loads(answer)["message"]


@pytest.mark.parametrize("body", [b"{", b"[" * 5000, b"null", b'{"seed": NaN}', b'{"case": 7}'])
def test_what_is_not_a_setting_is_answered_in_words(address: str, body: bytes) -> None:
    status, _, answer = ask(address + "api/recording", body)
    assert status == 422
    assert json.loads(answer)["message"].endswith(".")


def test_a_replay_cannot_be_broken_out_of(address: str) -> None:
    hostile = "</script><script>alert(1)</script>"
    body = {"setting": {"case": "shop"}, "kept": {"guess": hostile}}
    status, _, answer = ask(address + "api/replay", body)
    assert status == 200
    assert hostile.encode() not in answer
    assert len(answer) < 1_000_000


@pytest.mark.skipif(os.name == "nt", reason="signals work otherwise there")
def test_control_c_stops_the_server_from_the_moment_its_address_is_told() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    stopped = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_EARLY],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert stopped.stdout == "interrupted\n"
    assert stopped.stderr == ""


def test_names_are_accepted_only_where_they_are_this_machines() -> None:
    alone, shared = known_host("127.0.0.1"), known_host("0.0.0.0")
    assert alone("localhost")
    assert alone("127.0.0.1")
    assert not alone("192.168.1.7")
    assert shared("192.168.1.7")
    assert not shared("evil.example")


def test_no_file_of_the_page_names_another_place() -> None:
    for name, content in page_files.all_files().items():
        text = content.decode().replace("http://www.w3.org/", "")
        assert "http:" not in text, name
        assert "https:" not in text, name
