"""The password of Prefect's server: created at the first start, stored in the home, readable only by its owner."""

import os
import secrets
import stat
import sys
from contextlib import suppress
from pathlib import Path

from flows.settings import LOGIN, Settings

USER = "almanac"
OPEN = "Open      --no-password: every user and program of this machine can read, start and change what runs here."


class AuthFileError(Exception):
    """The password file is unsafe or unusable; the message states the reason and the next step."""


def server_login(settings: Settings) -> str:
    """Return `user:password` of the setting `auth_string`, else that of the home, which is made if there is none.

    Raises AuthFileError, BadSettings.
    """
    return settings.secret("auth_string") or ensure_auth(settings.home)


def client_login(settings: Settings) -> str | None:
    """Return the same for a client; None if there is none yet. Raises AuthFileError, BadSettings."""
    return settings.secret("auth_string") or read_auth(settings.home)


def auth_file(home: Path) -> Path:
    return home / "auth"


def ensure_auth(home: Path) -> str:
    """Return the password as `user:password`, and create it if there is none. Raises AuthFileError."""
    file = auth_file(home)
    if not os.path.lexists(file):
        _make(file)
    auth = read_auth(home)
    if auth is None:
        raise AuthFileError(f"{file} was deleted just now; try again")
    return auth


def read_auth(home: Path) -> str | None:
    """Return the password, or None if there is none. Raises AuthFileError."""
    file = auth_file(home)
    try:
        status, content = _read(file)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable(file, f"cannot be read ({error.strerror})") from None
    mode, auth = stat.S_IMODE(status.st_mode), content.decode("ascii", "replace").strip()
    if status.st_uid != os.geteuid():
        raise _unusable(file, "belongs to another user")
    if mode & 0o077:
        raise _unusable(file, f"is open to others (mode {mode:04o}), who may have read it")
    if not LOGIN.fullmatch(auth):
        raise _unusable(file, "does not hold user:password in one line, with at least 16 characters of password")
    return auth


def _read(file: Path) -> tuple[os.stat_result, bytes]:
    """Return status and content of one file, which is no link."""
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        return os.fstat(descriptor), os.read(descriptor, 4096)
    finally:
        os.close(descriptor)


def login_line(home: Path, auth: str | None, is_set: bool = False) -> str:
    """Return the line that says how to log in to the UI. The password is only shown on a terminal: no log
    contains it. One that the settings have (`is_set`) is shown nowhere.
    """
    if auth is None:
        return OPEN
    if is_set:
        return "Password  that of the setting `auth_string`  (the UI asks for it once: user:password)"
    shown = auth if sys.stdout.isatty() else f"the line in {auth_file(home)}"
    return f"Password  {shown}  (the UI asks for it once; paste all of it)"


def _make(file: Path) -> None:
    """Write a new password atomically, and never over another one."""
    from tempfile import NamedTemporaryFile  # only the first start needs it

    # It creates the draft with O_EXCL and mode 0600.
    with NamedTemporaryFile("w", dir=file.parent, prefix="auth.", encoding="ascii") as draft:
        draft.write(f"{USER}:{secrets.token_urlsafe(32)}\n")
        draft.flush()
        os.fsync(draft.fileno())
        # `up` and `demo` of one home may start at the same time: both use the first password.
        with suppress(FileExistsError):
            os.link(draft.name, file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _unusable(file: Path, why: str) -> AuthFileError:
    return AuthFileError(f"{file} {why}: delete it, and the next `almanac up` or `almanac demo` makes a new one")
