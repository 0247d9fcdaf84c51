"""`smbsim classroom` says in words what is wrong before anything is served."""

from __future__ import annotations

import socket

import pytest

from experiments.command_line.application import invoke


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--case", "shp"], "did you mean shop?"),
        (["--seed", "-4"], "seed"),
        (["--port", "70000"], "65535"),
    ],
)
def test_a_wrong_start_is_refused(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert invoke(["classroom", "--no-browser", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_a_port_in_use_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert invoke(["classroom", "--no-browser", "--port", port]) == 2
    said = capsys.readouterr().err
    assert f"port {port}: address already in use; choose another" in said
