"""The command line `smbsim`."""

from experiments.command_line.application import main

__all__ = ["main"]
