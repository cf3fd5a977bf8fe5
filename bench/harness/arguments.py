"""The arguments of a program of `bench`; `--help` prints what the program does, and nothing is measured."""

import sys


def arguments() -> list[str]:
    """Return the arguments. With `-h` or `--help` it prints the docstring of the program and exits with 0."""
    given = sys.argv[1:]
    if {"-h", "--help"} & {*given}:
        sys.stdout.write(f"{(sys.modules['__main__'].__doc__ or '').strip()}\n")
        raise SystemExit(0)
    return given
