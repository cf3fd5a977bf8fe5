"""Secrets that a file or a command holds: read when they are first needed, so that no setting has to contain them."""

import os
import selectors
import shlex
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO, cast

from pydantic import SecretStr

from alerts.targets import UnreadableSecret

FILE, COMMAND = "_file", "_command"
"""The endings of settings that say where a secret is: `url_file`, `url_command`."""
SECONDS = 30
"""The time after which a command is stopped."""
MOST_BYTES = 65_536
Check = Callable[[str], str]


class StoredSecret(SecretStr):
    """A secret in a file, or in the output of a command. It is read once, at the first use."""

    def __init__(self, setting: str, source: str, check: Check) -> None:
        """`setting` is its name with the ending; `source` is the path or the command. Raises ValueError.

        `check` returns the value, or raises ValueError for an invalid one.
        """
        super().__init__(f"from {setting}")
        self._setting, self._source, self._check = setting, source, check
        self._read: str | None = None
        self._one_reader = Lock()
        if "\0" in source:
            raise ValueError(f"{setting}: has a NUL character, which no path and no command has")
        try:
            self.path = _absolute(source) if setting.endswith(FILE) else None
            """The file that has it, if one has."""
            self._words = shlex.split(source) if setting.endswith(COMMAND) else []
        except ValueError as error:
            raise ValueError(f"{setting}: {error}") from None

    def get_secret_value(self) -> str:
        """Return the secret. Raises UnreadableSecret."""
        with self._one_reader:
            if self._read is None:
                self._read = self._checked(self._of_file(self.path) if self.path else self._of_command())
            return self._read

    def _display(self) -> str:
        return self._secret_value

    def __reduce__(self) -> tuple[object, ...]:
        return StoredSecret, (self._setting, self._source, self._check)

    def _of_file(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(MOST_BYTES + 1)
        except OSError as error:
            raise UnreadableSecret(f"{self._setting}: {path} cannot be read ({error.strerror})") from None

    def _of_command(self) -> bytes:
        try:
            # What it says beside its output may have the secret: it is not shown.
            running = subprocess.Popen(  # noqa: S603 (the user's own command)
                self._words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            raise UnreadableSecret(f"{self._setting}: the command cannot be run ({error.strerror})") from None
        try:
            content = _output(running, time.monotonic() + SECONDS)
        except subprocess.TimeoutExpired:
            raise UnreadableSecret(f"{self._setting}: the command took longer than {SECONDS} s") from None
        finally:
            running.kill()
            code = running.wait()
        if code and len(content) <= MOST_BYTES:
            raise UnreadableSecret(f"{self._setting}: the command failed (exit {code}): run it by hand")
        return content

    def _checked(self, content: bytes) -> str:
        try:
            text = content.decode().strip() if len(content) <= MOST_BYTES else ""
        except UnicodeDecodeError:
            raise UnreadableSecret(f"{self._setting}: its output is not text") from None
        if not text or "\n" in text or "\0" in text:
            raise UnreadableSecret(f"{self._setting}: has to give only the secret, in one line")
        try:
            return self._check(text)
        except ValueError as error:
            raise UnreadableSecret(f"{self._setting}: {error}") from None


def stored_secrets(given: Mapping[str, Any], checks: Mapping[str, Check]) -> dict[str, Any]:
    """Replace `url_file` and `url_command` by `url` as a StoredSecret, for each name in `checks`. Raises ValueError."""
    found = dict(given)
    for name in given:
        for ending in (FILE, COMMAND):
            base = name.removesuffix(ending)
            if base == name or base not in checks:
                continue
            if base in found:
                raise ValueError(f"{name}: give one of {base}, {base}{FILE} and {base}{COMMAND}")
            source = found.pop(name)
            if not isinstance(source, str) or not source.strip():
                raise ValueError(f"{name}: is a {'path' if ending == FILE else 'command'}, in quotes")
            found[base] = StoredSecret(name, source, checks[base])
    return found


def _output(running: "subprocess.Popen[bytes]", end: float) -> bytes:
    """Return what a command wrote until it ended. Raises TimeoutExpired.

    A process that it left behind may keep its output open, and another one writes without end: neither is waited for.
    """
    content, out = b"", cast(BinaryIO, running.stdout)
    with out, selectors.DefaultSelector() as waiting:
        waiting.register(out, selectors.EVENT_READ)
        while len(content) <= MOST_BYTES:
            has_ended = running.poll() is not None
            if waiting.select(0 if has_ended else 0.05):
                if not (piece := os.read(out.fileno(), MOST_BYTES)):
                    running.wait(max(end - time.monotonic(), 0))
                    break
                content += piece
            elif has_ended:
                break
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(running.args, SECONDS)
    return content


def _absolute(text: str) -> Path:
    """Return a path without `~` and variables, as `$CREDENTIALS_DIRECTORY/slack`."""
    path = Path(os.path.expandvars(text)).expanduser()
    if not path.is_absolute():
        raise ValueError(f"{text} is not an absolute path: begin it with / or ~")
    return path
