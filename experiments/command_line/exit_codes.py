"""What the exit codes of `smbsim` mean."""

__all__ = ["BAD_INPUT", "EXIT_CODES_HELP", "FINDINGS", "INTERRUPTED", "OK", "RUN_FAILED"]

OK = 0
FINDINGS = 1
BAD_INPUT = 2
RUN_FAILED = 3
INTERRUPTED = 130

EXIT_CODES_HELP = (
    "Exit codes: 0 all went well; 1 something was found: problems of a file, pairs that failed, "
    "bits or numbers that differ, something amiss; 2 a wrong command line or a file that cannot be "
    "used; 3 a run failed inside the program; 130 stopped with Ctrl-C."
)
