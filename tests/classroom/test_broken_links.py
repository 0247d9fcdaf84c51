"""Links of the classroom that were broken: opened or refused in the page, never with an error."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from random import Random
from typing import Any

from formats import SETTING
from mutating import broken

LINKS = 100
PATIENCE = 300_000  # milliseconds; only against hanging
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


def links() -> Iterator[str]:
    """Yield links that were whole before, broken inside or as the text that they are."""
    for number in range(LINKS):
        random = Random(f"link {number}")
        content = broken([WHOLE], random)[:20_000]
        text = base64.urlsafe_b64encode(content).rstrip(b"=")
        if number % 4 == 3:
            text = broken([text], random)[:20_000]
        yield text.decode("latin-1")


def test_a_broken_link_is_opened_or_refused_and_the_page_stays_whole(
    browser: Any, address: str
) -> None:
    complaints: list[str] = []
    opened = 0
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
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
    page.close()
    assert complaints == []
    assert 0 < opened < LINKS / 2
