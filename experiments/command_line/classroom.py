"""`smbsim classroom`: the page on which a class watches two twin firms."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.classroom.cases import CLASS_FUTURES

if TYPE_CHECKING:
    from experiments.classroom.settings import Setting
    from experiments.command_line.terminal import Terminal

__all__ = ["classroom"]


def classroom(
    case: Annotated[str, typer.Option(help="Where to start: default, shop or crm.")] = "default",
    seed: Annotated[int, typer.Option(help="Number of the market, which is its luck.")] = 7,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port to listen at; 0 takes any that is free.")
    ] = 8642,
    host: Annotated[
        str, typer.Option(help="Address to listen at; by default only this machine can see it.")
    ] = "127.0.0.1",
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")
    ] = True,
    class_page: Annotated[
        Path | None,
        typer.Option(
            "--class-page",
            metavar="FILE",
            help="Write one HTML file with sliders over futures run beforehand, and stop.",
        ),
    ] = None,
    futures: Annotated[
        int | None,
        typer.Option(
            min=2,
            max=1000,
            help=f"Futures of each position of --class-page, {CLASS_FUTURES} unless given.",
        ),
    ] = None,
) -> None:
    """Open the classroom: two twin firms, the same luck, ten years in a minute."""
    from experiments.classroom.settings import SettingError, read_setting
    from experiments.command_line.terminal import Terminal
    from experiments.command_line.waiting import compile_once
    from experiments.files import OutputError

    if futures is not None and class_page is None:
        raise typer.BadParameter("--futures belongs to --class-page FILE")
    terminal = Terminal()
    try:
        start = read_setting({"case": case, "seed": seed})
    except SettingError as error:
        raise typer.BadParameter(str(error)) from None
    compile_once(terminal)
    if class_page is not None:
        _write_class_page(terminal, start, class_page, futures or CLASS_FUTURES)
        return
    from experiments.classroom.server import is_loopback, serve

    if not is_loopback(host):
        terminal.note(
            f"Warning: everybody who can reach {host} can open this page and keep this machine "
            "busy. There is no password. Use this only in a network you trust."
        )

    def ready(address: str) -> None:
        terminal.say(f"The classroom is open at {address} (stop with Ctrl-C).")
        if host in ("0.0.0.0", "::"):
            port_in_use = address.rsplit(":", 1)[-1]
            terminal.say(f"Other machines open http://{socket.gethostname()}:{port_in_use}")
        if browser:
            import threading
            import webbrowser

            threading.Timer(0.3, webbrowser.open, [address]).start()

    try:
        serve(start, host, port, ready)
    except OSError as error:
        raise OutputError(
            f"cannot listen at {host}, port {port}: {_reason(error)}; "
            "choose another with --port, or --port 0 for any that is free"
        ) from None


def _write_class_page(terminal: Terminal, start: Setting, path: Path, futures: int) -> None:
    from experiments.classroom.page_files import class_page_html
    from experiments.classroom.surface import response_surface
    from experiments.files import OutputError, replaced_at_once, writable_folder

    if path.suffix.lower() not in (".html", ".htm"):
        raise OutputError(f"{path} does not end in .html; a browser would not open it")
    if path.is_dir():
        raise OutputError(f"{path} is a folder; name a file")
    writable_folder(path.parent)
    with terminal.progress("Running futures", 1) as progress:
        surface = response_surface(start, futures, progress=progress)
    with replaced_at_once(path) as temporary:
        temporary.write_text(class_page_html(surface), encoding="utf-8", newline="\n")
    positions = len(surface["cells"])
    terminal.say(f"Written: {path} ({positions} positions of the sliders, {futures} futures each).")


def _reason(error: OSError) -> str:
    return os.strerror(error.errno).lower() if error.errno else str(error)
