"""Links of the classroom that were broken: opened or refused in the page, never with an error."""

from __future__ import annotations

import base64
import json
import shutil
import threading
import time
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from formats import SETTING
from mutating import broken

from experiments.classroom.server import build_application, is_loopback
from experiments.classroom.settings import read_setting

LINKS = 100
OPEN = """async (link) => {
  history.replaceState(null, "", "#s=" + link);
  const { openLink } = await import("classroom/share.js");
  const { state } = await import("classroom/state.js");
  const opened = await openLink();
  return [opened, state.month, state.recording.months];
}"""
WHOLE = (
    b'{"kind": "smbsim classroom", "format": 1, "month": 12, "locked": true, '
    b'"guess": {"low": -1, "high": 2}, "setting": ' + SETTING + b"}"
)


@pytest.fixture
def address() -> Iterator[str]:
    """A classroom that is being served."""
    import socket

    import uvicorn

    application = build_application(read_setting({"case": "shop", "seed": 7}), is_loopback)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(application, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        server.should_exit = True
        thread.join(timeout=60)


def links() -> Iterator[str]:
    """Yield links that were whole before, broken inside or as the text that they are."""
    for number in range(LINKS):
        random = Random(f"link {number}")
        content = broken([WHOLE], random)[:20_000]
        text = base64.urlsafe_b64encode(content).rstrip(b"=")
        if number % 4 == 3:
            text = broken([text], random)[:20_000]
        yield text.decode("latin-1")


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs the chromium browser")
def test_a_broken_link_is_opened_or_refused_and_the_page_stays_whole(address: str) -> None:
    from playwright.sync_api import sync_playwright

    complaints: list[str] = []
    opened = 0
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page: Any = browser.new_page()
        page.set_default_timeout(120_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        page.wait_for_selector("#guess_chart svg")
        for link in links():
            taken, month, months = page.evaluate(OPEN, link)
            opened += taken
            if not (isinstance(month, int) and 0 <= month <= months):
                complaints.append(f"month {month} of {months} after {json.dumps(link[:200])}")
        whole = base64.urlsafe_b64encode(WHOLE).decode()
        assert page.evaluate(OPEN, whole)[:2] == [True, 12]
        assert page.locator("svg").count() > 0
        browser.close()
    assert complaints == []
    assert 0 < opened < LINKS / 2
