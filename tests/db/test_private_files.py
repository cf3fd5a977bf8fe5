"""What holds secrets or the database is its owner's alone: made so, and told where it is not. Who is let in."""

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from flows.pipeline.attempts import open_store
from flows.programs.prefect_server import SameOrigin, listening
from flows.server.paths import create_folders, stack_paths
from flows.server.private_files import open_to_others
from flows.server.processes import supervised
from flows.server.up import expect_protected
from flows.settings import HOST
from flows.settings.load import BadSettings, load
from tests.support.planted import plant
from tests.support.processes import free_port
from tests.support.typed import Almanac


@pytest.mark.parametrize("demo", [False, True])
def test_all_that_is_made_is_its_owners_alone(home: Path, demo: bool) -> None:
    """Whatever the umask of the caller, and of what a child makes, too: Prefect's database, for one."""
    before = os.umask(0)
    try:
        settings = load()
        open_store(settings).close()
        where = stack_paths(settings, demo)
        create_folders(settings, where)
        words = ("-c", f"open({str(where.prefect_home / 'prefect.db')!r}, 'w'); print('said')")
        with supervised("writer", words, settings, where, 1, "server.log") as child:
            child.process.wait(60)
    finally:
        os.umask(before)
    modes = {path.relative_to(home): stat.S_IMODE(path.stat().st_mode) for path in home.rglob("*")}
    made = {home / "almanac.db", home / "auth", where.prefect_home / "prefect.db", where.logs / "server.log"}
    assert made <= {home / path for path in modes}
    assert {path: mode for path, mode in modes.items() if mode & 0o077} == {}
    assert list(open_to_others(settings, where)) == []


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_what_is_open_is_told_with_the_command_that_closes_it(
    home: Path, almanac: Almanac, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ALMANAC_DATABASE_URL")
    settings = load()
    open_store(settings).close()
    plant(home)
    settings = load()
    where = stack_paths(settings)
    create_folders(settings, where)
    opened = [home / "almanac.toml", home / "almanac.db", home / "heartbeat.txt", home / "file.txt", where.prefect_home]
    for path in opened:
        path.chmod(0o755 if path.is_dir() else 0o640)
    lines = [*open_to_others(settings, where)]
    assert {Path(line.split()[-1]) for line in lines} == {*opened}
    assert f"{home / 'almanac.db'} is open to others (mode 0640): chmod 600 {home / 'almanac.db'}" in lines
    told = [row["detail"] for row in almanac("doctor", "--json").rows if row["check"] == "files"]
    assert sorted(told) == sorted(lines)
    for line in lines:
        subprocess.run(line.partition("): ")[2].split(), check=True)
    assert [*open_to_others(settings, where)] == []


def test_a_settings_file_without_a_secret_may_be_read(home: Path) -> None:
    home.mkdir(mode=0o700)
    (home / "almanac.toml").write_text("contact = 'me'\ndeepseek_api_key_command = 'pass x'\n")
    (home / "almanac.toml").chmod(0o644)
    settings = load()
    assert [*open_to_others(settings, stack_paths(settings))] == []


EVERYWHERE = "0.0.0.0"  # noqa: S104 (it is given as a setting)
REFUSALS = [
    ({"LISTEN": EVERYWHERE}, True, "`listen` lets others reach this server, and --no-password lets them in"),
    ({"PUBLIC_URL": "https://a.example"}, True, "`public_url` lets others reach this server, and --no-password"),
    ({"LISTEN": "::"}, False, "`listen` is ::: set `public_url`, too, the address that people type"),
]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("variables", "is_open", "says"), REFUSALS)
def test_nothing_starts_that_others_reach_without_a_password(
    almanac: Almanac, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], is_open: bool, says: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(f"ALMANAC_{name}", value)
    answer = almanac("up", *(["--no-password"] if is_open else []))
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert says in answer.err


def test_loopback_and_a_public_name_with_a_password_start(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert home
    expect_protected(load(), open_to_all=True)
    monkeypatch.setenv("ALMANAC_PUBLIC_URL", "https://a.example")
    monkeypatch.setenv("ALMANAC_LISTEN", "10.0.0.5")
    expect_protected(load(), open_to_all=False)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("LISTEN", "everywhere", "is not the address of a machine: write one such as 127.0.0.1"),
        ("PUBLIC_URL", "almanac.example", "match pattern"),
        ("PUBLIC_URL", "https://me:kanari@almanac.example", "has no user and no password"),
        ("DEEPSEEK_URL", "https://me:kanari@mirror.example", "has no user and no password"),
        ("WAYBACK_URL", "https://me:kanari@mirror.example", "has no user and no password"),
        ("AUTH_STRING", "kanari", "is user:password in one line, with at least 16 characters"),
    ],
)
def test_an_address_or_a_login_that_makes_no_sense_is_refused_and_not_repeated(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    assert home
    monkeypatch.setenv(f"ALMANAC_{name}", value)
    with pytest.raises(BadSettings, match=says) as problem:
        load()
    assert "kanari" not in str(problem.value)


def test_the_server_itself_starts_beyond_loopback_with_a_password_alone() -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    for given in ((EVERYWHERE, ""), (HOST, "https://a.example")):
        words = [sys.executable, "-m", "flows.programs.prefect_server", str(free_port()), *given]
        ended = subprocess.run(words, env=environ, capture_output=True, text=True, check=False, timeout=60)
        assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
        assert "not started: others reach this server, so it needs a password" in ended.stderr


@pytest.mark.parametrize(
    ("listen", "bound"), [(HOST, [HOST]), (EVERYWHERE, [EVERYWHERE]), ("127.0.0.2", [HOST, "127.0.0.2"])]
)
def test_it_listens_on_loopback_and_where_it_is_told(listen: str, bound: list[str]) -> None:
    port = free_port()
    try:
        sockets = listening(listen, port)
    except OSError:
        pytest.skip("this machine has no such address")
    assert [each.getsockname()[0] for each in sockets] == bound
    with socket.create_connection((HOST, port)):
        taken, _ = sockets[0].accept()
    # Each answer would wait for the client's acknowledgement: 40 ms on Linux.
    assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    for each in (taken, *sockets):
        each.close()


def problem(host: str, origin: str = "") -> str | None:
    async def app(*_: object) -> None: ...

    headers = [(b"host", host.encode()), *([(b"origin", origin.encode())] if origin else [])]
    return SameOrigin(app, 4200, "https://Almanac.example").problem(headers)


def test_a_public_name_has_an_origin_of_its_own() -> None:
    assert problem("almanac.example", "https://almanac.example") is None
    assert problem("127.0.0.1:4200", "http://127.0.0.1:4200") is None
    for host, origin in (
        ("almanac.example", "http://almanac.example"),
        ("almanac.example", "http://127.0.0.1:4200"),
        ("127.0.0.1:4200", "https://almanac.example"),
        ("almanac.example:4200", ""),
    ):
        assert problem(host, origin) is not None
