"""The file with the password of Prefect's server: its owner's alone, whole, made once."""

import os
import re
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from flows.server.auth import AuthFileError, auth_file, ensure_auth, login_line, read_auth
from flows.server.paths import environment, stack_paths
from flows.settings.fields import LOGIN
from flows.settings.load import Settings, load
from tests.support.typed import Almanac


def test_a_password_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    umask = os.umask(0)
    try:
        made = ensure_auth(tmp_path)
    finally:
        os.umask(umask)
    assert LOGIN.fullmatch(made)
    assert stat.S_IMODE(auth_file(tmp_path).stat().st_mode) == 0o600
    assert (ensure_auth(tmp_path), read_auth(tmp_path)) == (made, made)
    assert [file.name for file in tmp_path.iterdir()] == ["auth"]


def test_two_homes_have_two_passwords(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    assert ensure_auth(tmp_path / "a") != ensure_auth(tmp_path / "b")


def test_who_starts_at_the_same_time_gets_the_same_password(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ensure_auth, [tmp_path] * 40))) == 1


def test_none_is_made_by_looking(tmp_path: Path) -> None:
    assert read_auth(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def _open_to_others(file: Path) -> None:
    file.chmod(0o640)


def _of_another_user(file: Path) -> None:
    if os.geteuid():
        pytest.skip("only root can give a file to another user")
    os.chown(file, 65534, 65534)


def _a_link(file: Path) -> None:
    file.rename(file.with_name("elsewhere"))
    file.symlink_to("elsewhere")


def _a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir(mode=0o700)


def _empty(file: Path) -> None:
    file.write_text("")


def _short(file: Path) -> None:
    file.write_text("almanac:guessed\n")


@pytest.mark.parametrize("spoil", [_open_to_others, _of_another_user, _a_link, _a_folder, _empty, _short])
def test_a_file_that_cannot_be_trusted_is_refused_with_what_to_do(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    ensure_auth(tmp_path)
    spoil(auth_file(tmp_path))
    with pytest.raises(AuthFileError, match=f"^{re.escape(str(auth_file(tmp_path)))} .*: delete it, and the next"):
        ensure_auth(tmp_path)


def test_the_children_get_it_in_their_environment(home: Path) -> None:
    settings = load()
    assert "PREFECT_API_AUTH_STRING" not in environment(settings, stack_paths(settings).prefect_home, 4200)
    home.mkdir(mode=0o700)
    made = ensure_auth(home)
    assert environment(settings, stack_paths(settings).prefect_home, 4200)["PREFECT_API_AUTH_STRING"] == made


def test_a_log_does_not_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = ensure_auth(tmp_path)
    monkeypatch.setattr("sys.stdout.isatty", lambda: False)
    assert login_line(tmp_path, made).startswith(f"Password  the line in {auth_file(tmp_path)} ")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert login_line(tmp_path, made).startswith(f"Password  {made} ")


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("words", "is_open"), [(("up",), False), (("up", "--no-password"), True)])
def test_the_server_is_open_where_that_is_asked_for_alone(
    almanac: Almanac, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], is_open: bool
) -> None:
    asked: list[bool] = []

    def up(_settings: Settings, _say: object, open_to_all: bool) -> None:
        asked.append(open_to_all)

    monkeypatch.setattr("cli.installation.stack.up", up)
    assert (almanac(*words).code, asked) == (0, [is_open])


def test_who_asks_for_an_open_server_is_told_what_is_lost(tmp_path: Path) -> None:
    assert "every user and program of this machine can read, start and change" in login_line(tmp_path, None)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("words", [("up",), ("demo", "--exit")], ids=["up", "demo"])
def test_nothing_starts_with_a_file_that_others_can_read(
    settings: Settings, almanac: Almanac, words: tuple[str, ...]
) -> None:
    settings.home.mkdir(mode=0o700)
    ensure_auth(settings.home)
    auth_file(settings.home).chmod(0o644)
    answer = almanac(*words)
    assert (answer.code, "is open to others (mode 0644)" in answer.err) == (1, True)
    (row,) = (row for row in almanac("doctor", "--json").rows if row["check"] == "password")
    assert row["state"] == "bad"
