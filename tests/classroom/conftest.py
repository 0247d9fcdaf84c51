"""A classroom that is being served, and a browser in front of it."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from experiments.classroom.recording import record
from experiments.classroom.server import build_application, is_loopback
from experiments.classroom.settings import Setting, read_setting

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS / "reliability"), str(TESTS / "experiments")]  # what breaks links

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip

# Milliseconds that a browser may take to do what it is told; only against hanging.
PATIENCE = 300_000


@pytest.fixture(scope="session")
def shop() -> Setting:
    return read_setting({"case": "shop", "seed": 7})


@pytest.fixture(scope="session")
def shop_recording(shop: Setting) -> dict[str, Any]:
    return record(shop)


@pytest.fixture(scope="session")
def application(shop: Setting) -> Any:
    return build_application(shop, is_loopback)


@pytest.fixture(scope="session")
def address(application: Any) -> Iterator[str]:
    """Address of a classroom that begins with the shop."""
    import socket

    import uvicorn

    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(application, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    server.should_exit = True
    thread.join(timeout=300)
    listening.close()


@pytest.fixture(scope="module")  # while it is open, no other test of the process can open one
def browser() -> Iterator[Any]:
    if shutil.which("chromium") is None:
        pytest.skip("needs the chromium browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(FLAGS), timeout=PATIENCE
        )
        yield opened
        opened.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the pages of a test complained of: errors, and requests that left this machine."""
    return []


@pytest.fixture
def open_page(browser: Any, address: str, complaints: list[str]) -> Iterator[Any]:
    """Open pages, each of a visitor of its own; at the end none may have complained."""
    contexts = []

    def opened(
        path: str = "", ready: str = "#guess_chart svg", stopped_clock: bool = False, **options: Any
    ) -> Any:
        context = browser.new_context(accept_downloads=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        if stopped_clock:
            page.clock.install(time=0)
            page.clock.pause_at(1)
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda sent: _note_foreign(sent.url, complaints))
        page.goto(path if path.startswith("file:") else address + path)
        page.wait_for_selector(ready)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def _note_foreign(url: str, complaints: list[str]) -> None:
    if not url.startswith(("http://127.0.0.1:", "data:", "blob:", "file:")):
        complaints.append(f"asked {url}")
