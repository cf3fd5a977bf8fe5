"""A copy of this process that reads pages: it has loaded all modules already, which a new interpreter needs 0.5 s for.

Only a process with one thread may be copied: a lock that another thread holds would never be released in the copy.
What is in its memory is in reach of the page: the environment, as in a new interpreter, and what the run was started
with. So it is copied before it opens the database, reads settings or loads a page.
"""

import os
import signal
from multiprocessing.connection import Connection

from flows.page_reader.child import main


class CopiedProcess:
    """A copy of this process that answers orders; the part of the interface of `Popen` that its owner uses."""

    def __init__(self, orders: Connection) -> None:
        self._code: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            _answer(orders)

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal; None if the process is alive."""
        return self._collect(os.WNOHANG)

    def wait(self) -> int:
        """Wait for the end; return the exit code, negative for a signal."""
        code = self._collect(0)
        assert code is not None  # noqa: S101 (without WNOHANG the system waits)
        return code

    def kill(self) -> None:
        # The number belongs to the process until it is collected.
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def _collect(self, options: int) -> int | None:
        if self._code is None:
            pid, status = os.waitpid(self.pid, options)
            self._code = os.waitstatus_to_exitcode(status) if pid else None
        return self._code


def _answer(orders: Connection) -> None:
    """Answer orders in the copy until their pipe is closed; never return."""
    code = 1
    try:
        _keep_only(orders.fileno())
        main(orders)
        code = 0
    finally:
        # What this process would clear up at its end belongs to the process that was copied.
        os._exit(code)


def _keep_only(pipe: int) -> None:
    """Close every other file: a lock or a connection would outlive its owner here."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nothing, standard)
    os.closerange(3, pipe)
    os.closerange(pipe + 1, os.sysconf("SC_OPEN_MAX"))
