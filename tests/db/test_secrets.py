"""Secrets of targets stay secret: unmistakable ones in every part of an address, in every way to fail, in no output."""

import io
import json
import logging
import re
import sqlite3
import traceback
from base64 import b64encode
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, nullcontext
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event
from urllib.parse import quote, quote_plus

import pytest
from apprise.plugins.discord import NotifyDiscord
from apprise.plugins.slack import NotifySlack
from apprise.plugins.telegram import NotifyTelegram

from alerts.channels.channel import Undelivered, channels
from alerts.channels.redaction import MASK, redacted
from alerts.message import Message
from alerts.outbox import deliver, enqueue
from alerts.retries import GIVE_UP
from alerts.targets import Target
from bench.harness.dates import day
from bench.harness.registering import register
from cli.main import main
from flows.database import Store
from flows.settings.load import load
from models.schema.tables import Snapshot
from tests.support.receivers import Receiver, free_port, receiving, reset

NOW = day("2026-08-18")
USER, WORD, PATH, QUERY, KEY = ("kanari/eins", "kanari zwei+?", "KanariDrei333", "kanari&vier=4", "kanari fünf 5%")
TOKEN, WEBHOOK, BOT = "KanariSechs666abcdefghij", "123454321", "987656789:kanari_sieben_7777777"
SECRETS = (USER, WORD, PATH, QUERY, KEY, TOKEN, WEBHOOK, BOT.partition(":")[2])
Way = Callable[[BaseHTTPRequestHandler], object]


def addresses(place: str) -> dict[str, dict[str, object]]:
    """Targets of all sorts at a place, by name."""
    login, query = f"{quote(USER, '')}:{quote(WORD, '')}", quote(QUERY, "")
    urls = {
        "json": f"json://{login}@{place}/{PATH}?+X-Key={quote(KEY)}&-q={query}&:more={TOKEN}&retry=1&wait=0",
        "jsons": f"jsons://{login}@{place}/{PATH}?-q={query}",
        "xml": f"xml://{login}@{place}/{PATH}",
        "form": f"form://{login}@{place}/{PATH}",
        "ntfy": f"ntfy://{login}@{place}/{PATH}",
        "gotify": f"gotify://{place}/{TOKEN}",
        "mattermost": f"mmost://{place}/{TOKEN}/#kanari-{PATH}",
        "mail": f"mailto://{login}@{place}?to={PATH}@our.example&from={TOKEN}@our.example",
        "slack": f"slack://T1JJ3T3L2/A1BRTD4JD/{TOKEN}",
        "slack-short": f"slack://{TOKEN}",
        "slack-native": f"https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/{TOKEN}",
        "discord": f"discord://{WEBHOOK}/{TOKEN}",
        "telegram": f"tgram://{BOT}/12315544/",
        "unknown": f"nosuch://{login}@{TOKEN}/{PATH}?token={query}",
        "no-library": f"mqtt://{login}@{place}/{PATH}",
        "nothing": f"json://{login}@:x/{PATH}?{query}",
    }
    hook = {"webhook": f"http://{login}@{place}/{PATH}?token={query}", "secret": KEY}
    hooks = {"ours": hook, "ours-tls": {**hook, "webhook": hook["webhook"].replace("http:", "https:")}}
    broken = {"webhook": f"http://{login}@[{TOKEN}/{PATH}", "secret": KEY}
    found = {name: {"url": url} for name, url in urls.items()} | hooks | {"ours-broken": broken}
    return {name: {**target, "severity": "info", "timeout_seconds": 0.3} for name, target in found.items()}


def written(secret: str) -> Iterator[str]:
    """A secret as it is, percent-encoded, and in base64 wherever it begins in it."""
    yield from (secret, quote(secret, ""), quote(secret), quote_plus(secret), repr(secret)[1:-1])
    for offset in range(3):
        found = b64encode(b"x" * offset + secret.encode()).decode()
        yield found[-(-offset * 4 // 3) : len(found) - 4]


FORMS = {form.lower(): secret for secret in SECRETS for form in written(secret)}


def leaks(text: str) -> list[str]:
    return sorted({secret for form, secret in FORMS.items() if form in text.lower()})


@pytest.fixture
def heard() -> Generator[io.StringIO]:
    """Everything that is logged, of the libraries' own loggers, too, at the lowest level."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    names = ("", "apprise", "urllib3", "urllib3.connectionpool", "urllib3.util.retry", "requests", "asyncio", "almanac")
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(1)
    yield stream
    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


def echo(request: BaseHTTPRequestHandler) -> None:
    """A server that tells what it was asked."""
    request.wfile.write(f"{request.path} {request.headers} {TOKEN} {WORD}".encode())


def echoed(request: BaseHTTPRequestHandler) -> bytes:
    """What a server was asked, as the words of a refusal."""
    words = f"{request.path} {request.headers} {TOKEN} {WORD} {BOT}"
    return json.dumps({"ok": False, "errcode": 5, "code": 5, "errmsg": words, "message": words}).encode()


def refuse(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(echoed(request))


@contextmanager
def failing(way: str) -> Generator[str]:
    """The place of a server that fails in a way."""
    go = Event()
    ways: dict[str, Receiver] = {
        "500": Receiver(500, after=echo),
        "400": Receiver(400, after=echo),
        "words": Receiver(400, body=b"", after=refuse),
        "busy": Receiver(429, {"Retry-After": "2"}, body=b"", after=refuse),
        "401": Receiver(401, {"WWW-Authenticate": f'Basic realm="{TOKEN}"'}),
        "302": Receiver(302, {"Location": f"http://{quote(USER, '')}:x@our.example/{PATH}?{TOKEN}"}),
        "reset": Receiver(before=reset),
        "stall": Receiver(before=lambda _: go.wait()),
    }
    if way == "nobody":
        yield f"127.0.0.1:{free_port()}"
        return
    with receiving(ways[way]) as target:
        yield target.place
        go.set()


@pytest.fixture(params=["500", "400", "words", "busy", "401", "302", "reset", "stall", "nobody"])
def targets(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Generator[dict[str, Target]]:
    with failing(request.param) as place:
        monkeypatch.setattr(NotifySlack, "webhook_url", f"http://{place}/services")
        monkeypatch.setattr(NotifyDiscord, "notify_url", f"http://{place}/api/webhooks")
        monkeypatch.setattr(NotifyTelegram, "notify_url", f"http://{place}/bot")
        yield {name: Target.model_validate(its) for name, its in addresses(place).items()}


def message(snapshot_id: int = 1) -> Message:
    return Message("s/now/x", "price changed", "warning", "s", "x", "x: price changed", "- b", None, snapshot_id)


def test_the_search_finds_what_it_has_to() -> None:
    """Each secret is in the addresses, and each form of it would be found."""
    assert leaks(str(addresses("127.0.0.1:1"))) == sorted(SECRETS)
    assert leaks(f"Authorization: Basic {b64encode(f'{USER}:{WORD}'.encode()).decode()}") == sorted([USER, WORD])


def test_no_error_of_a_channel_has_a_secret(targets: dict[str, Target], heard: io.StringIO) -> None:
    """Neither its words, nor its traceback, nor what it was raised from; nor has the log at its lowest level."""
    told: list[str] = []
    for name, channel in channels(targets).items():
        with nullcontext() if name == "log" else pytest.raises(Undelivered) as caught:
            channel(message(), NOW)
        error = caught.value if caught else None
        while error is not None:
            told += [name, str(error), repr(error), *traceback.format_exception(error, chain=False)]
            error = error.__cause__ or error.__context__
    assert len(told) >= 4 * len(targets)
    assert leaks("\n".join(told)) == []
    assert leaks(heard.getvalue()) == []
    assert "x: price changed" in heard.getvalue()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_no_column_of_the_database_has_a_secret(targets: dict[str, Target], store: Store, heard: io.StringIO) -> None:
    with store.writing() as session:
        register(session, "s")
        session.add(Snapshot(id=1, source="s", url="u", moment=NOW, stored_at=NOW, outcome="facts"))
        session.flush()
        enqueue(session, [message()], targets, NOW)
    sent = deliver(store.writing, channels(targets), lambda: NOW + GIVE_UP)
    assert set(sent.problems) == set(targets)
    assert leaks(str(sent)) == []
    store.close()
    with sqlite3.connect(str(store.file)) as connection:
        dump = "\n".join(connection.iterdump())
    connection.close()
    assert dump.count("'pending'") >= len(targets)
    assert leaks(dump) == []
    assert leaks(heard.getvalue()) == []


def toml(targets: dict[str, dict[str, object]]) -> str:
    return "\n".join(
        f"[targets.{name}]\n" + "\n".join(f"{key} = {value!r}" for key, value in its.items())
        for name, its in targets.items()
    )


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("way", ["500", "nobody"])
def test_no_command_prints_a_secret(
    way: str,
    home: Path,
    url: str,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    heard: io.StringIO,
) -> None:
    """Neither of what it found nor of what it tried: stdout and stderr of eight commands."""
    monkeypatch.setenv("ALMANAC_DATABASE_URL", url)
    with failing(way) as place:
        monkeypatch.setattr(NotifySlack, "webhook_url", f"http://{place}/services")
        monkeypatch.setattr(NotifyDiscord, "notify_url", f"http://{place}/api/webhooks")
        monkeypatch.setattr(NotifyTelegram, "notify_url", f"http://{place}/bot")
        home.mkdir()
        (home / "almanac.toml").write_text(f'heartbeat_url = "https://hc.example/{TOKEN}"\n' + toml(addresses(place)))
        with store.writing() as session:
            register(session, "s")
            session.add(Snapshot(id=1, source="s", url="u", moment=NOW, stored_at=NOW, outcome="facts"))
            session.flush()
            enqueue(session, [message()], load().values.targets, NOW)
        commands = ["alerts test", "alerts retry", "alerts retry", "doctor", "doctor --json", "config", "config --json"]
        codes = [main(command.split()) for command in [*commands, "alerts", "alerts --json"]]
    out, err = capsys.readouterr()
    # Some deliveries are dead, which the doctor finds bad.
    assert codes == [1, 0, 0, 1, 1, 0, 0, 0, 0]
    assert len(re.findall(r"^[a-z-]+: (?!delivered)", out, re.MULTILINE)) >= len(addresses(""))
    assert leaks(out) == leaks(err) == leaks(heard.getvalue()) == []


MISTAKES = (
    "{{bad {0}",
    '{{"team": {{"url": "{0}", "webhook": "{0}"}}}}',
    '{{"Team": {{"url": "{0}"}}}}',
    '{{"t": "{0}"}}',
)


@pytest.mark.parametrize("variable", MISTAKES)
def test_no_mistake_in_the_settings_prints_a_secret(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], variable: str
) -> None:
    assert home
    monkeypatch.setenv("ALMANAC_TARGETS", variable.format(f"slack://{TOKEN}/{PATH}"))
    assert main(["config"]) == 2
    assert leaks("".join(capsys.readouterr())) == []


def test_a_masked_line_stays_readable() -> None:
    address = f"mailto://me:{quote(WORD)}@smtp.our.example:587?to=team@our.example&format=text&mode=starttls"
    line = 'Connection error while submitting email to "smtp.our.example" as me with kanari zwei+?, text of error=400'
    told = 'Connection error while submitting email to "smtp.our.example" as me with ***, text of error=400'
    assert redacted(line, address) == told
    assert redacted(f"to {TOKEN}/{PATH.lower()}", f"slack://{TOKEN}/{PATH}") == f"to {MASK}"
