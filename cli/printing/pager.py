"""Shows a long answer with the user's pager, if it is printed to a terminal that it does not fit in."""

import io
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from shutil import get_terminal_size, which

OPTIONS_OF_LESS = "FRX"
"""As git sets them: end if all fits, show colours, leave the text on the screen."""


class _Screen(io.StringIO):
    """Keeps the answer until it is shown; still a terminal for those who ask."""

    def isatty(self) -> bool:
        return True


@contextmanager
def paged() -> Generator[None]:
    """Collect what is printed, and show it with the pager if it is longer than the terminal.

    The pager is the environment variable PAGER, else less; `cat` means none.
    """
    pager = _pager()
    if pager is None:
        yield
        return
    terminal, screen = sys.stdout, _Screen()
    sys.stdout = screen
    try:
        yield
    finally:
        sys.stdout = terminal
        _show(screen.getvalue(), pager)


def _pager() -> list[str] | None:
    try:
        words = shlex.split(os.environ.get("PAGER") or "less")
    except ValueError:  # an open quotation mark
        return None
    return words if words and words[0] != "cat" and which(words[0]) else None


def _show(text: str, pager: list[str]) -> None:
    if text.count("\n") < get_terminal_size().lines:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    environ = {"LESS": OPTIONS_OF_LESS, **os.environ}
    # Ctrl-C is a key of the pager, as in git.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        subprocess.run(pager, input=text, text=True, env=environ, check=False)  # noqa: S603 -- the user's own pager
    finally:
        signal.signal(signal.SIGINT, before)
