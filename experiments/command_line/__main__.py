"""`python -m experiments.command_line` is `smbsim`."""

from experiments.command_line.application import main

main()
