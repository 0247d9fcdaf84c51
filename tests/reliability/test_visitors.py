"""Many visitors, and visitors who send anything: each is answered, none by a failure within."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any, TypeVar

import psutil
import pytest
from formats import SETTING
from mutating import HOSTILE, broken

from experiments.classroom import server
from experiments.classroom.server import MOST_BYTES, build_application, is_loopback
from experiments.classroom.settings import read_setting
from experiments.classroom.streams import LET_GO, MOST_STREAMS, Streams

ROUTES = ("/", "/page/main.js", "/api/start", "/api/recording", "/api/replay", "/api/worlds", "/no")
METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "BREW", "")
Result = TypeVar("Result")
Answer = tuple[int, dict[bytes, bytes], bytes]


@pytest.fixture
def application(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The application with recordings and futures that take no time."""
    monkeypatch.setattr(
        server, "record", lambda setting: {"setting": setting.model_dump(mode="json")}
    )
    monkeypatch.setattr(server, "futures", lambda setting: ({"done": n} for n in range(3)))
    return build_application(read_setting({"case": "shop"}), is_loopback)


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run work in a thread of its own: a browser driven by another test has a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


async def ask(
    application: Any,
    method: str,
    path: str,
    body: bytes = b"",
    headers: tuple[tuple[bytes, bytes], ...] = ((b"host", b"localhost"),),
) -> Answer:
    """Ask as a server would, without a network."""
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode("utf-8", "replace"),
        "query_string": b"", "headers": list(headers), "root_path": "", "scheme": "http",
        "http_version": "1.1", "server": ("localhost", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    sent: list[Any] = []
    parts = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Any:
        return parts.pop() if parts else await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    await application(scope, receive, send)
    whole = b"".join(item.get("body", b"") for item in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), whole


def hostile_requests(
    count: int,
) -> Iterator[tuple[str, str, bytes, tuple[tuple[bytes, bytes], ...]]]:
    random = Random(20_211_014)
    replay = b'{"setting": ' + SETTING + b', "kept": {"guess": {"low": 1, "high": 2}, "month": 3}}'
    for _ in range(count):
        path = random.choice(ROUTES)
        if random.random() < 0.2:
            path += random.choice(HOSTILE)[:500].decode("latin-1")
        headers = [(b"host", random.choice([b"localhost"] * 20 + list(HOSTILE)))]
        if random.random() < 0.1:
            name = random.choice((b"origin", b"sec-fetch-site", b"content-length", b"cookie"))
            headers.append((name, random.choice([*HOSTILE, b"http://[", b"http://localhost"])))
        method = random.choice(METHODS) if random.random() < 0.2 else "POST"
        yield method, path, broken([SETTING, replay], random), tuple(headers)


def test_no_request_is_answered_by_a_failure_within(application: Any) -> None:
    async def crawl() -> dict[int, int]:
        found: dict[int, int] = {}
        for method, path, body, headers in hostile_requests(2_000):
            status, answered, _ = await ask(application, method, path, body, headers)
            assert b"content-security-policy" in answered
            found[status] = found.get(status, 0) + 1
        return found

    found = run(crawl())
    assert max(found) < 500, found
    assert {200, 403, 404, 405, 422} <= set(found)


def test_an_infinite_number_does_not_get_into_a_replay(application: Any) -> None:
    body = b'{"setting": {"case": "shop"}, "kept": {"month": 1e999}}'
    status, _, answer = run(ask(application, "POST", "/api/replay", body))
    assert (status, b"not finite" in answer) == (422, True)


def test_who_listened_longest_is_let_go_with_a_message_when_too_many_do(
    application: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = asyncio.Event()

    async def slow(setting: Any, limiter: Any) -> Any:
        yield {"done": 1}
        await go_on.wait()
        yield {"done": 2}

    monkeypatch.setattr(server, "_batches", slow)

    async def crowd() -> list[bytes]:
        body = b'{"case": "shop"}'
        asked = []
        for _ in range(MOST_STREAMS + 3):
            asked.append(asyncio.create_task(ask(application, "POST", "/api/worlds", body)))
            await asyncio.sleep(0.01)
        go_on.set()
        return [answer[2] for answer in await asyncio.gather(*asked)]

    answers = run(crowd())
    told = [json.dumps(LET_GO).encode() in answer for answer in answers]
    assert told == [True] * 3 + [False] * MOST_STREAMS
    assert all(b'{"done": 2}' in answer for answer in answers[3:])


def test_a_stream_that_ended_leaves_its_place() -> None:
    streams = Streams(most=1)
    with streams.opened() as first:
        pass
    with streams.opened() as second:
        assert not first.let_go
        assert not second.let_go
    assert streams.going_on == []


def test_many_visitors_at_once_get_their_own_answers_in_bounded_memory(application: Any) -> None:
    async def visit(seed: int) -> None:
        body = json.dumps({"case": "shop", "seed": seed}).encode()
        status, _, answer = await ask(application, "POST", "/api/recording", body)
        assert status == 200
        assert json.loads(answer)["setting"]["seed"] == seed

    async def class_of(size: int) -> None:
        await asyncio.gather(*(visit(seed) for seed in range(size)))

    run(class_of(200))
    before = psutil.Process().memory_info().rss
    for _ in range(5):
        run(class_of(200))
    assert psutil.Process().memory_info().rss - before < 20 * 2**20


def test_a_body_without_end_is_not_kept(application: Any) -> None:
    taken = []

    async def ask_without_end() -> int:
        sent: list[Any] = []

        async def receive() -> Any:
            taken.append(1)
            return {"type": "http.request", "body": bytes(64 * 1024), "more_body": True}

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": "/api/recording", "query_string": b"",
                 "headers": [(b"host", b"localhost")], "root_path": "", "scheme": "http",
                 "http_version": "1.1"}  # fmt: skip
        await application(scope, receive, send)
        return int(sent[0]["status"])

    assert run(ask_without_end()) == 422
    assert len(taken) <= MOST_BYTES // (64 * 1024) + 2


def test_the_program_listens_at_this_machine_alone_unless_told() -> None:
    import inspect

    from experiments.command_line.classroom import classroom

    assert is_loopback(inspect.signature(classroom).parameters["host"].default)
