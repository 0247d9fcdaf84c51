"""What every request passes: whose name it calls, where it comes from, what may load the answer."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

import anyio

from experiments.classroom.page_files import content_policy

__all__ = ["MOST_BYTES", "Guard"]

MOST_BYTES = 256 * 1024
"""Size of the largest request that is read."""

MOST_SECONDS_REFUSED = 1.0  # for which is waited for what a refused request still sends

Scope = MutableMapping[str, Any]


class Guard:
    """Refuse requests for another host or from another site; add headers to every answer.

    Parameters
    ----------
    application
        The application behind.
    hosts
        Says whether a name in the ``Host`` header is this server's.
    """

    def __init__(self, application: Any, hosts: Callable[[str], bool]) -> None:
        self.application = application
        self.hosts = hosts
        self.headers = [
            (b"content-security-policy", content_policy().encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"x-frame-options", b"DENY"),
            (b"referrer-policy", b"no-referrer"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"cross-origin-resource-policy", b"same-origin"),
            (b"cache-control", b"no-store"),
        ]

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        problem = self._problem(scope)
        if problem is not None:
            await _read_away(receive)
            await self._refuse(send, problem)
            return

        async def send_with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *self.headers]
            await send(message)

        await self.application(scope, receive, send_with_headers)

    def _problem(self, scope: Scope) -> str | None:
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        host = headers.get("host", "")
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            name = ""
        if not self.hosts(name):
            return "This address is not the classroom's."
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != host:
            return "Another site may not ask the classroom."
        if headers.get("sec-fetch-site") == "cross-site" and scope["method"] != "GET":
            return "Another site may not ask the classroom."
        return None

    async def _refuse(self, send: Any, problem: str) -> None:
        headers = [(b"content-type", b"text/plain; charset=utf-8"), *self.headers]
        await send({"type": "http.response.start", "status": 403, "headers": headers})
        await send({"type": "http.response.body", "body": problem.encode()})


async def _read_away(receive: Any) -> None:
    """Take what a request carries, within limits, and keep none of it.

    A connection that is closed with something unread is reset, and the answer may be lost with it.
    """
    size = 0
    with anyio.move_on_after(MOST_SECONDS_REFUSED):
        while size <= MOST_BYTES:
            message = await receive()
            size += len(message.get("body", b""))
            if not message.get("more_body", False):
                return
