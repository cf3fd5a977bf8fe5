"""Secrets that a file or a command has: read when they are needed, checked then, and never told."""

import os
import pickle
import signal
from pathlib import Path

import pytest
from pydantic import SecretStr

from alerts.channels import Undelivered, channel
from alerts.message import Message
from alerts.targets import Target, UnreadableSecret
from bench.harness.dates import day
from flows.server.auth import client_login
from flows.settings.fields import Values, secret_checks
from flows.settings.load import BadSettings, load, shown
from flows.settings.stored_secret import StoredSecret
from tests.support.planted import NOBODY
from tests.support.receivers import Receiver, receiving
from tests.support.typed import Almanac

NOW = day("2026-08-18")
WORD = "kanariVonNebenan"
LOGIN = f"almanac:{WORD}{WORD}"
VALUES = {
    "database_url": f"postgresql://me:{WORD}@{NOBODY}/almanac",
    "heartbeat_url": f"https://hc.example/{WORD}",
    "auth_string": LOGIN,
}


def values() -> list[tuple[str, str]]:
    """Each setting that is a secret, and a valid value."""
    return [(name, VALUES.get(name, WORD)) for name in secret_checks()]


@pytest.mark.parametrize("way", ["file", "command"])
def test_every_secret_may_be_in_a_file_or_come_from_a_command(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, way: str
) -> None:
    assert home
    assert len(values()) >= 7
    for name, value in values():
        file = tmp_path / name
        file.write_text(f"{value}\n")
        monkeypatch.setenv(f"ALMANAC_{name}_{way}".upper(), str(file) if way == "file" else f"cat '{file}'")
    settings = load()
    assert {name: settings.secret(name) for name, _ in values()} == dict(values())
    rows = {row["setting"]: row for row in shown(load())}
    for name, _ in values():
        assert (rows[name]["value"], rows[name]["from"]) == (f"from {name}_{way}", f"ALMANAC_{name}_{way}".upper())
    assert client_login(settings) == LOGIN


def test_a_command_is_asked_when_its_secret_is_needed_and_once(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert home
    count, script = tmp_path / "count", tmp_path / "script"
    script.write_text(f"#!/bin/sh\necho once >> {count}\necho {WORD}\necho {WORD} noise >&2\n")
    script.chmod(0o700)
    monkeypatch.setenv("ALMANAC_DEEPSEEK_API_KEY_COMMAND", str(script))
    settings = load()
    assert settings.has_key("deepseek_api_key")
    assert (str(settings.values.deepseek_api_key), count.exists()) == ("from deepseek_api_key_command", False)
    assert [settings.key("deepseek_api_key") for _ in range(3)] == [WORD] * 3
    assert count.read_text() == "once\n"


def test_a_process_that_a_command_leaves_behind_is_not_waited_for(tmp_path: Path) -> None:
    left = tmp_path / "left"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\nsleep 60 & echo $! > {left}\necho {WORD}\n")
    script.chmod(0o700)
    try:
        assert StoredSecret("url_command", str(script), str).get_secret_value() == WORD
    finally:
        os.kill(int(left.read_text()), signal.SIGKILL)


@pytest.mark.parametrize(
    ("setting", "source"), [("url_command", "yes"), ("url_command", "cat /dev/zero"), ("url_file", "/dev/zero")]
)
def test_what_has_no_end_is_no_secret(setting: str, source: str) -> None:
    with pytest.raises(UnreadableSecret, match="has to give only the secret, in one line"):
        StoredSecret(setting, source, str).get_secret_value()


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://me:{WORD}@{WORD}@host/name",
        f"postgresql://me:a@b:{WORD}@host/name",
        f"postgresql://me:a@{WORD}/b@host/name",
        f"postgresql://me:b@host:{WORD}/name",
    ],
)
def test_no_part_of_a_password_is_taken_for_a_host_or_a_port(
    home: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    assert home
    monkeypatch.setenv("ALMANAC_DATABASE_URL", address)
    with pytest.raises(BadSettings) as refused:
        load()
    assert WORD not in str(refused.value)
    assert "postgresql://" in str(refused.value)


def test_a_variable_wins_over_a_file_of_settings_in_every_form(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home.mkdir()
    (home / "almanac.toml").write_text("deepseek_api_key_command = 'echo theirs'\nmistral_api_key = 'plain'\n")
    assert load().key("deepseek_api_key") == "theirs"
    monkeypatch.setenv("ALMANAC_DEEPSEEK_API_KEY", WORD)
    monkeypatch.setenv("ALMANAC_MISTRAL_API_KEY_COMMAND", f"echo {WORD}")
    settings = load()
    assert settings.key("deepseek_api_key") == settings.key("mistral_api_key") == WORD


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DEEPSEEK_API_KEY_FILE", "relative/file", "is not an absolute path: begin it with / or ~"),
        ("DEEPSEEK_API_KEY_FILE", " ", "is a path, in quotes"),
        ("DEEPSEEK_API_KEY_COMMAND", "cat 'x", "No closing quotation"),
        ("CONTACT_FILE", "/x", "unknown setting contact_file"),
    ],
)
def test_a_mistake_is_said_at_the_start(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    assert home
    monkeypatch.setenv(f"ALMANAC_{name}", value)
    with pytest.raises(BadSettings, match=says):
        load()


def test_a_secret_has_one_place(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert home
    monkeypatch.setenv("ALMANAC_DEEPSEEK_API_KEY", WORD)
    monkeypatch.setenv("ALMANAC_DEEPSEEK_API_KEY_FILE", "/x")
    with pytest.raises(BadSettings, match="give one of deepseek_api_key, deepseek_api_key_file and ") as problem:
        load()
    assert WORD not in str(problem.value)
    monkeypatch.delenv("ALMANAC_DEEPSEEK_API_KEY")
    monkeypatch.delenv("ALMANAC_DEEPSEEK_API_KEY_FILE")
    monkeypatch.setenv("ALMANAC_TARGETS", f'{{"team": {{"url": "json://{WORD}", "url_file": "/x"}}}}')
    with pytest.raises(BadSettings, match=r"team url_file: give one of url, url_file and url_command") as problem:
        load()
    assert WORD not in str(problem.value)


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (f"sh -c 'echo {WORD}; exit 3'", "heartbeat_url_command: the command failed (exit 3): run it by hand"),
        (f"echo https://{WORD} \n", None),
        ("printf 'a\\nb'", "has to give only the secret, in one line"),
        ("true", "has to give only the secret, in one line"),
        ("printf '\\377'", "its output is not text"),
        (f"echo {WORD}", "not an http:// or https:// address"),
        (f"/no/such/{WORD}", "the command cannot be run (No such file or directory)"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_line_without_the_secret(
    home: Path, monkeypatch: pytest.MonkeyPatch, command: str, says: str | None
) -> None:
    assert home
    monkeypatch.setenv("ALMANAC_HEARTBEAT_URL_COMMAND", command)
    settings = load()
    if says is None:
        assert settings.secret("heartbeat_url") == f"https://{WORD}"
        return
    with pytest.raises(BadSettings) as problem:
        settings.secret("heartbeat_url")
    assert says in str(problem.value)
    assert WORD not in str(problem.value)
    assert "\n" not in str(problem.value)


def target(given: dict[str, str]) -> Target:
    return Values.model_validate({"targets": {"team": given}}).targets["team"]


def message() -> Message:
    return Message("s/now/x", "price changed", "warning", "s", "x", "x: price changed", "- b", None, 1)


@pytest.mark.parametrize(("url", "signed"), [("url", False), ("webhook", True)])
def test_a_target_is_reached_at_the_address_of_a_file_and_of_a_command(tmp_path: Path, url: str, signed: bool) -> None:
    with receiving(Receiver()) as receiver:
        address, file = f"{'http' if signed else 'json'}://{receiver.place}/{WORD}", tmp_path / "address"
        file.write_text(address)
        key = {"secret_command": f"echo {WORD}"} if signed else {}
        for place in ({f"{url}_file": str(file)}, {f"{url}_command": f"echo {address}"}):
            channel(target(place | key))(message(), NOW)
        assert [WORD in posted.path for posted in receiver.got] == [True, True]
        assert all(("webhook-signature" in posted.headers) == signed for posted in receiver.got)


def test_a_target_whose_address_cannot_be_read_waits_for_the_next_try(tmp_path: Path) -> None:
    with pytest.raises(Undelivered, match=r"url_file: .* cannot be read") as problem:
        channel(target({"url_file": str(tmp_path / "gone")}))(message(), NOW)
    assert problem.value.__cause__ is None


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_the_commands_say_what_cannot_be_read(
    almanac: Almanac, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Path
) -> None:
    monkeypatch.setenv("ALMANAC_TARGETS", f'{{"team": {{"url_file": "{tmp_path / "gone"}"}}}}')
    monkeypatch.setenv("ALMANAC_DEEPSEEK_API_KEY_COMMAND", "false")
    tracked = almanac("track", "deepseek_models_api")
    assert tracked.code == 1
    assert "deepseek_api_key_command: the command failed (exit 1)" in tracked.out + tracked.err
    (row,) = (row for row in almanac("doctor", "--json").rows if row["check"] == "target team")
    assert (row["state"], "gone cannot be read (No such file or directory)" in row["detail"]) == ("bad", True)
    monkeypatch.delenv("ALMANAC_DATABASE_URL")
    monkeypatch.setenv("ALMANAC_DATABASE_URL_COMMAND", "false")
    answer = almanac("prices")
    assert (answer.code, answer.err) == (
        2,
        "almanac: database_url_command: the command failed (exit 1): run it by hand\n",
    )
    assert home


def test_it_is_copied_to_another_process_without_its_value(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(WORD)
    secret: SecretStr = StoredSecret("key_file", str(tmp_path / "key"), str)
    assert secret.get_secret_value() == WORD
    copied = pickle.dumps(secret)
    assert WORD.encode() not in copied
    assert pickle.loads(copied).get_secret_value() == WORD  # noqa: S301 (ours)
    (tmp_path / "key").unlink()
    assert secret.get_secret_value() == WORD
    with pytest.raises(UnreadableSecret):
        pickle.loads(copied).get_secret_value()  # noqa: S301 (ours)
