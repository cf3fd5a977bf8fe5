"""A real `almanac up` with a secret in every place of its settings and with targets that fail: none is anywhere."""

import sqlite3
from contextlib import closing
from pathlib import Path

import psutil
import pytest
import requests

from flows.server.auth import auth_file, read_auth
from tests.support.planted import NOBODY, PLANTED_VARIABLES, SECRETS, leaked, plant
from tests.support.processes import PUBLIC, START, Up, tree, until
from tests.support.typed import Almanac

TARGETS = {"hook", "by-file", "by-command"}


def test_the_search_finds_each_secret_where_it_is_kept(tmp_path: Path) -> None:
    plant(tmp_path)
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir()) + str(PLANTED_VARIABLES).encode()
    assert leaked(kept) == {*SECRETS.values()}


def failed_targets(up: Up) -> set[str]:
    """The targets whose deliveries have failed."""
    with closing(sqlite3.connect(up.home / "almanac.db")) as database:
        return {name for (name,) in database.execute("select target from delivery where last_error is not null")}


def test_no_secret_is_in_a_database_a_log_a_command_line_or_an_answer(
    up: Up, beside: Almanac, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    up.cut.set()
    try:
        run = up.start("deepseek_pricing")
        until(START, lambda: up.message(run, "FAILED"))
    finally:
        up.cut.clear()
    recovered = up.start("deepseek_pricing")
    until(START, lambda: up.message(recovered, "COMPLETED"))
    until(START, lambda: failed_targets(up) >= TARGETS)
    cycle = up.start("remind")
    until(START, lambda: up.message(cycle, "COMPLETED"))
    for name, value in PLANTED_VARIABLES.items():
        monkeypatch.setenv(name, value)
    secrets = [*SECRETS.values(), (read_auth(up.home) or "").partition(":")[2]]
    lines = [line for process in [up.process, *tree(up.process)] if process.pid for line in command_line(process.pid)]
    assert any("flows.programs.prefect_server" in line for line in lines)
    assert leaked(" ".join(lines), secrets) == set()
    assert leaked(up.said, secrets) == set()
    for words in ("config", "config --json", "doctor", "doctor --json", "alerts", "alerts --json", "alerts test"):
        answer = beside(*words.split())
        assert answer.out, words
        assert leaked(answer.out + answer.err, secrets) == set(), words
    assert "url from url_file" in beside("config").text
    assert beside("export", str(tmp_path / "export")).code == 0
    files = [file for folder in (up.home, tmp_path / "export") for file in folder.rglob("*") if file.is_file()]
    assert {file.name for file in files} >= {"almanac.db", "prefect.db", "runs.log"}
    found = {file: leaked(file.read_bytes(), secrets) for file in files if file != auth_file(up.home)}
    assert {file: texts for file, texts in found.items() if texts} == {}


def command_line(pid: int) -> list[str]:
    try:
        return psutil.Process(pid).cmdline()
    except psutil.NoSuchProcess:
        return []


def test_others_reach_the_server_by_its_public_name_and_by_no_other(up: Up) -> None:
    """As a proxy with TLS asks it: by the name of its own, from pages of its own."""
    name = PUBLIC.partition("://")[2]
    question, own = f"{up.url}/flows/filter", up.headers() | {"Host": name}

    def status(**headers: str) -> int:
        return requests.post(question, json={}, headers={**own, **headers}, timeout=10).status_code

    assert status(Origin=PUBLIC) == 200
    assert status(Origin=up.origin) == status(Origin=f"http://{name}") == status(Host=f"{name}:{up.port}") == 403
    assert status(Origin=PUBLIC, Authorization="Basic YWxtYW5hYzp3cm9uZw==") == 401


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_password_of_a_database_and_keys_are_in_no_error(almanac: Almanac, monkeypatch: pytest.MonkeyPatch) -> None:
    word, option, key = "plantedDatabaseWord", "plantedDatabaseOption", "plantedKey"
    monkeypatch.setenv("ALMANAC_DEEPSEEK_API_KEY", key)
    monkeypatch.setenv("ALMANAC_DEEPSEEK_API_URL", f"http://{NOBODY}")
    told = [almanac("track", "deepseek_models_api")]
    assert "ConnectionError" in told[0].out + told[0].err
    monkeypatch.setenv("ALMANAC_DATABASE_URL", f"postgresql://me:{word}@{NOBODY}/almanac?sslpassword={option}")
    told += [almanac(*words.split()) for words in ("config", "config --json", "doctor", "prices", "track openrouter")]
    assert "sslpassword=***" in told[2].out
    assert leaked("".join(each.out + each.err for each in told), [word, option, key]) == set()
