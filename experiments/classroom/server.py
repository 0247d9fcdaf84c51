"""The server of the classroom: a few endpoints, each a function of its request."""

from __future__ import annotations

import json
import signal
import socket
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing, contextmanager
from functools import partial
from ipaddress import ip_address
from types import FrameType
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from experiments.classroom.controls import catalogue
from experiments.classroom.futures import futures
from experiments.classroom.guard import MOST_BYTES, Guard
from experiments.classroom.page_files import page_file, page_html, replay_html
from experiments.classroom.recording import record
from experiments.classroom.settings import Setting, SettingError, read_json, read_setting
from experiments.classroom.streams import LET_GO, Streams

if TYPE_CHECKING:
    import uvicorn

__all__ = ["MOST_BYTES", "MOST_SECONDS", "build_application", "is_loopback", "serve"]

MOST_SECONDS = 30.0
"""Longest time that a request may take."""

_AT_A_TIME = 2
_END: dict[str, Any] = {}


class _TooLargeError(ValueError):
    """A request of more than :data:`MOST_BYTES`."""


def build_application(start: Setting, hosts: Callable[[str], bool]) -> Any:
    """Return the application, with the recording that the page opens with at hand.

    Parameters
    ----------
    start
        Setting that the page opens with.
    hosts
        Says whether a name in the ``Host`` header is this server's.
    """
    limiter, streams = anyio.CapacityLimiter(_AT_A_TIME), Streams()
    beginning_text = json.dumps({"catalogue": catalogue(), "recording": record(start)})

    async def home(request: Request) -> Response:
        return Response(page_html(), media_type="text/html")

    async def file(request: Request) -> Response:
        found = page_file(request.path_params["name"])
        if found is None:
            return _refusal("There is no such file.", 404)
        return Response(found.content, media_type=found.media_type)

    async def beginning(request: Request) -> Response:
        return Response(beginning_text, media_type="application/json")

    async def recording(request: Request) -> Response:
        return await _answer(request, limiter, lambda content: JSONResponse(_recorded(content)))

    async def replay(request: Request) -> Response:
        return await _answer(request, limiter, _replay)

    async def worlds(request: Request) -> Response:
        try:
            setting = read_setting(await _content(request))
        except (SettingError, _TooLargeError) as error:
            return _refusal(str(error), 422)
        return StreamingResponse(
            _streamed(setting, limiter, streams), media_type="text/event-stream"
        )

    routes = [
        Route("/", home),
        Route("/page/{name:path}", file),
        Route("/api/start", beginning),
        Route("/api/recording", recording, methods=["POST"]),
        Route("/api/replay", replay, methods=["POST"]),
        Route("/api/worlds", worlds, methods=["POST"]),
    ]
    return Guard(Starlette(routes=routes), hosts)


def _recorded(content: Any) -> dict[str, Any]:
    return record(read_setting(content))


def _replay(content: Any) -> Response:
    """Return the page with a recording, guesses and many worlds inlined, as one file."""
    if not isinstance(content, dict) or not isinstance(content.get("kept", {}), dict):
        raise SettingError("A replay needs a setting and what is to be kept with it.")
    recorded = _recorded(content.get("setting"))
    try:
        html = replay_html(recorded, content.get("kept", {}), catalogue())
    except ValueError:
        raise SettingError("What is to be kept holds numbers that are not finite.") from None
    name = f"smbsim_replay_{recorded['setting']['case']}_{recorded['setting']['seed']}.html"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(html, media_type="text/html", headers=headers)


async def _answer(
    request: Request, limiter: anyio.CapacityLimiter, work: Callable[[Any], Response]
) -> Response:
    """Do a request's work in a thread, with limits on size and time, and say what is wrong."""
    try:
        content = await _content(request)
        with anyio.fail_after(MOST_SECONDS):
            return await anyio.to_thread.run_sync(
                work, content, limiter=limiter, abandon_on_cancel=True
            )
    except (SettingError, _TooLargeError) as error:
        return _refusal(str(error), 422)
    except TimeoutError:
        return _refusal("The run took too long and was given up.", 503)


async def _content(request: Request) -> Any:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise _TooLargeError(f"The request has more than {MOST_BYTES // 1024} kB.")
    return read_json(body)


async def _streamed(
    setting: Setting, limiter: anyio.CapacityLimiter, streams: Streams
) -> AsyncIterator[str]:
    """Send batches of futures as server-sent events; stop working when nobody listens.

    Who has been listening longest when too many do is sent a message and let go.
    """
    with streams.opened() as stream:
        async with aclosing(_batches(setting, limiter)) as batches:
            async for batch in batches:
                if stream.let_go:
                    yield f"data: {json.dumps({'message': LET_GO})}\n\n"
                    return
                yield f"data: {json.dumps(batch)}\n\n"


async def _batches(
    setting: Setting, limiter: anyio.CapacityLimiter
) -> AsyncGenerator[dict[str, Any], None]:
    batches: Iterator[dict[str, Any]] = futures(setting)
    try:
        while True:
            batch = await anyio.to_thread.run_sync(partial(next, batches, _END), limiter=limiter)
            if batch is _END:
                return
            yield batch
    finally:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(batches.close)  # type: ignore[attr-defined]


def _refusal(message: str, status: int) -> JSONResponse:
    return JSONResponse({"message": message}, status_code=status)


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine only."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def known_host(bound: str) -> Callable[[str], bool]:
    """Return a test for names in ``Host`` headers, given the address the server listens at.

    A page of a stranger that lets its own name point to this machine is refused; so names other
    than this machine's are not accepted, only addresses.
    """

    def known(name: str) -> bool:
        if is_loopback(name):
            return True
        if is_loopback(bound):
            return False
        try:
            ip_address(name)
        except ValueError:
            return name in (bound, socket.gethostname(), socket.getfqdn())
        return True

    return known


def serve(start: Setting, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve the page until interrupted.

    Parameters
    ----------
    start
        Setting that the page opens with.
    host, port
        Address to listen at; port 0 takes any that is free.
    ready
        Called with the page's address once the server is about to accept.

    Raises
    ------
    KeyboardInterrupt
        When the server was stopped by Ctrl-C and has closed what was open.
    OSError
        When the address is in use or not this machine's.
    """
    import uvicorn

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family)
    number = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    application = build_application(start, known_host(host))
    config = uvicorn.Config(
        application, log_level="warning", server_header=False, lifespan="off",
        timeout_keep_alive=30, limit_concurrency=200,
    )  # fmt: skip
    server = uvicorn.Server(config)
    with _stopped_by_interrupt(server):
        ready(f"http://{'localhost' if shown in ('0.0.0.0', '[::]') else shown}:{number}/")
        server.run(sockets=[listening])


@contextmanager
def _stopped_by_interrupt(server: uvicorn.Server) -> Iterator[None]:
    """Let Ctrl-C stop the server from the moment that its address is told.

    The server itself listens to signals only once it runs. A ``KeyboardInterrupt`` that is raised
    before, while Python calls back from a collected object, is dropped by Python: the interrupt
    would be lost and the server would stay.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    interrupted = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        interrupted.set()
        server.should_exit = True

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if interrupted.is_set():
        raise KeyboardInterrupt
