"""How fast the classroom's page is, in headless Chromium.

``python benchmarks/classroom_page.py [--count 200] [--repeats 3] [--json]``. First useful paint:
from opening the address of a running server until the question, both twins and the guess are on
the screen. A step: from the click until the next picture. Play: months passed in a second at the
highest speed. Futures: paired markets of the default case, on two threads, without the page.
"""

from __future__ import annotations

import math
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from benchmark_output import Result, run_as_script

from experiments.classroom.futures import futures
from experiments.classroom.server import build_application, is_loopback
from experiments.classroom.settings import Setting

STEP = """async () => {
  const times = [];
  for (let step = 0; step < 30; step += 1) {
    const start = performance.now();
    document.getElementById("step").click();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    times.push(performance.now() - start);
  }
  return times;
}"""
PLAY = """async () => {
  const month = () => Number(document.getElementById("scrub").value);
  const speed = document.getElementById("speed");
  speed.value = "48";
  speed.dispatchEvent(new Event("change"));
  const start = performance.now();
  const first = month();
  document.getElementById("play").click();
  await new Promise((done) => setTimeout(done, 1500));
  return (1000 * (month() - first)) / (performance.now() - start);
}"""


@contextmanager
def served(start: Setting) -> Iterator[str]:
    """Serve the page in this process and yield its address."""
    import uvicorn

    listening = socket.create_server(("127.0.0.1", 0))
    application = build_application(start, is_loopback)
    server = uvicorn.Server(uvicorn.Config(application, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    server.should_exit = True
    thread.join()
    listening.close()


def visit(driver: Any, address: str) -> dict[str, float]:
    """Open the page in a fresh browser and measure paint, step and play."""
    flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
    page = browser.new_context(bypass_csp=True).new_page()
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("#guess_chart svg")
    paint = time.perf_counter() - start
    page.click("#skip_guess")
    steps = page.evaluate(STEP)
    page.click("#restart")
    played = page.evaluate(PLAY)
    browser.close()
    return {"paint": paint, "step": median(steps), "slowest": max(steps), "play": played}


def measure(count: int = 200, repeats: int = 3) -> list[Result]:
    """Measure the page and the futures, some times each."""
    from playwright.sync_api import sync_playwright

    if shutil.which("chromium") is None:
        return [Result("Chromium", math.nan, "", "is not installed; the page was not measured")]
    setting = Setting(seed=7)
    with served(setting) as address, sync_playwright() as driver:
        visits = [visit(driver, address) for _ in range(repeats)]
    taken, work = [], []
    for _ in range(repeats):
        start, cpu = time.perf_counter(), time.process_time()
        list(futures(setting, count))
        taken.append(time.perf_counter() - start)
        work.append(time.process_time() - cpu)
    middle = {name: median(found[name] for found in visits) for name in visits[0]}
    return [
        Result("first useful paint", middle["paint"], "s", "less than 2 s is asked for"),
        Result("a step, painted", middle["step"], "ms", "less than 100 ms is asked for"),
        Result("the slowest of 30 steps", middle["slowest"], "ms"),
        Result("play at the highest speed", middle["play"], "months/s", "at least 12 is asked for"),
        Result(f"{count} paired futures", median(taken), "s", "less than 3 s is asked for"),
        Result("processor time of these", median(work), "s", "half of it on each of two cores"),
    ]


if __name__ == "__main__":
    run_as_script(__doc__, measure, count=200, repeats=3)
