"""329 hostile texts in every place of an alert, in every output: what the output's own reader makes of them."""

import re
import smtplib
import ssl
import unicodedata
from collections.abc import Callable, Iterator
from email import message_from_string, policy
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pytest
import requests
from markdown_it import MarkdownIt
from requests.adapters import HTTPAdapter

from alerts.channels.channel import channel, log
from alerts.message import Message
from alerts.outbox import enqueue
from alerts.targets import Target
from bench.harness.dates import day
from bench.harness.registering import register
from flows.database import Store
from flows.reports.markdown import table
from models.schema.tables import Snapshot
from tests.support.hostile import PAYLOADS
from tests.support.receivers import Posted, Receiver, receiving
from tests.support.typed import Almanac

NOW = day("2026-08-18")
STORABLE = [text for text in PAYLOADS if not re.search("[\x00\ud800-\udfff]", text)]
"""PostgreSQL has no NUL, and no database half a character."""
WEBHOOK = {"webhook": "http://127.0.0.1:9/hook", "secret": "s"}
SERVICES = {
    "slack": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
    "slack blocks": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ?blocks=yes&format=markdown",
    "discord": "discord://123456789/abc-DEF_ghi?format=markdown",
    "mattermost": "mmost://127.0.0.1/3ccdd113474722377935511fc85d3dd4",
    "teams": "workflows://prod-12.westus.logic.azure.com:443/abcdef/sig",
    "ntfy": "ntfy://127.0.0.1/alerts",
    "json": "json://127.0.0.1/hook",
    "rocket": "rocket://token1/token2@127.0.0.1/#room",
    "telegram": "tgram://123456789:abcdefg_hijklmnop/12315544/",
}
STRUCTURE = {
    *("paragraph_open", "paragraph_close", "inline", "text", "softbreak", "hardbreak", "hr", "code_block"),
    *("bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close"),
    *("list_item_open", "list_item_close"),
}
"""What our own lines are, too: paragraphs and lists; they lead nowhere, and nobody is called by them."""
MENTION = re.compile(r"@\w|@\*|<[@#!:/at]|<users|\{\{")


def about(text: str) -> Message:
    """An alert with the text as its subject, in its title and in its body."""
    body = f"- price changed: {text} → {text}\n\nSeen 2026-08-18 00:00 UTC by s, snapshot 1\nhttps://x.example/a"
    return Message(f"s/now/{text}", "price changed", "notice", "s", text, f"{text}: price changed", body, None, 1)


def seen(text: str) -> bool:
    """Whether all of a text can be seen, its lines and joined characters aside."""
    return not any(
        unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Zl", "Zp") and mark not in "\n\t\u200c\u200d" for mark in text
    )


def is_line(text: str) -> bool:
    return seen(text) and not set(text) & {"\n", "\t"}


def marked(text: str) -> set[str]:
    """What a reader of Markdown finds in a text beside paragraphs and lists."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    return {each.type for token in tokens for each in (token, *(token.children or ()))} - STRUCTURE


@pytest.fixture
def posted(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Iterator[tuple[str, Posted]]]:
    """What a target would get of each text, as the library hands it to the connection."""
    got: list[Posted] = []

    def take(_self: HTTPAdapter, request: requests.PreparedRequest, **_kwargs: object) -> requests.Response:
        body = request.body if isinstance(request.body, bytes) else str(request.body or "").encode()
        its = {name.lower(): str(value) for name, value in request.headers.items()}
        got.append(Posted(str(request.url), its, body))
        answer = requests.Response()
        answer.status_code, answer.raw = 200, BytesIO(b"ok")
        return answer

    monkeypatch.setattr(HTTPAdapter, "send", take)

    def send(**target: str) -> Iterator[tuple[str, Posted]]:
        its = channel(Target.model_validate(target))
        for text in PAYLOADS:
            got.clear()
            its(about(text), NOW)
            (one,) = got
            yield text, one

    return send


Posting = Callable[..., Iterator[tuple[str, Posted]]]


def test_there_are_more_than_200_and_each_is_another_one() -> None:
    assert len(PAYLOADS) == len(set(PAYLOADS)) == 329


def test_the_log_has_a_line_for_a_title_and_no_control_character(caplog: pytest.LogCaptureFixture) -> None:
    for text in PAYLOADS:
        caplog.clear()
        with caplog.at_level("INFO", "almanac.alerts"):
            log(about(text), NOW)
        title, _, body = caplog.messages[0].partition("\n")
        assert is_line(title), repr(text)
        assert title.endswith(": price changed"), repr(text)
        assert seen(body), repr(text)
        assert body.startswith("- price changed: "), repr(text)


@pytest.mark.parametrize("blocks", [False, True])
def test_slack_finds_no_control_sequence_and_no_mrkdwn(posted: Posting, blocks: bool) -> None:
    for text, got in posted(url=SERVICES["slack blocks" if blocks else "slack"]):
        (attachment,) = got.json["attachments"]
        texts = [block["text"] for block in attachment.get("blocks", []) if block["type"] != "context"]
        title, body = [one["text"] for one in texts] or (attachment["title"], attachment["text"])
        assert {one["type"] for one in texts} <= {"plain_text"}
        assert got.json.get("mrkdwn", False) is False
        assert is_line(title), repr(text)
        assert seen(body), repr(text)
        assert not re.search("[<>]|@|[*`~]", title + body), repr(text)
        assert not re.search(r"&(?!amp;|lt;|gt;)", body), repr(text)
        assert not re.search(r"(?<!\w)_\w|\w_(?!\w)", body), repr(text)
        assert blocks or not re.search(r"&(?!amp;)", title), repr(text)


@pytest.mark.parametrize("name", ["discord", "mattermost", "teams", "rocket", "telegram"])
def test_a_chat_finds_no_markup_no_link_and_nobody_to_call(posted: Posting, name: str) -> None:
    for text, got in posted(url=SERVICES[name]):
        # Apprise puts the title above the text with a carriage return, too.
        found = chat_text(name, got.json).replace("\r\n", "\n")
        assert seen(found), repr(text)
        assert marked(found) == set(), (text, marked(found))
        assert not MENTION.search(found), repr(text)
        assert unescape(found) == found, repr(text)
        assert tags(found) == [], repr(text)


def chat_text(name: str, got: Any) -> str:  # noqa: ANN401 (what a service is sent)
    """All that a person reads, as the service gets it."""
    if name == "discord":
        assert not {"embeds", "allow_mentions"} & set(got)
        return str(got["content"])
    if name == "teams":
        card = got["attachments"][0]["content"]
        assert "entities" not in card["msteams"]
        return "\n\n".join(block["text"] for block in card["body"] if block["type"] == "TextBlock")
    return str(got["text"])


def tags(text: str) -> list[str]:
    """What a reader of HTML finds in a text."""
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append(tag)

        def handle_endtag(self, tag: str) -> None:
            found.append(tag)

        def handle_comment(self, data: str) -> None:
            found.append(data)

        def handle_decl(self, decl: str) -> None:
            found.append(decl)

        def handle_pi(self, data: str) -> None:
            found.append(data)

    reader = Reader()
    reader.feed(text)
    reader.close()
    return found


def test_ntfy_gets_text_that_is_not_read_as_markdown(posted: Posting) -> None:
    for text, got in posted(url=SERVICES["ntfy"]):
        assert "x-markdown" not in got.headers
        title, body = (got.json["title"], got.json["message"]) if len(got.body) < 7_000 else ("", "")
        assert is_line(title), repr(text)
        assert seen(body), repr(text)


def test_a_webhook_gets_json_without_a_control_character_whose_id_is_the_key(posted: Posting) -> None:
    for text, got in posted(**WEBHOOK):
        whole = got.json
        assert is_line(got.body.decode()), repr(text)
        assert whole.pop("id") == about(text).alert_key, repr(text)
        assert all(is_line(str(value)) for name, value in whole.items() if name != "body"), repr(text)
        assert seen(whole["body"]), repr(text)
        assert all(re.fullmatch("[\x21-\x7e]+( [\x21-\x7e]+)*", value) for value in got.headers.values()), repr(text)


def test_an_e_mail_has_our_headers_and_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[list[str], str]] = []

    class Server:
        def __init__(self, *_args: object, **_more: object) -> None:
            """Nobody is connected to."""

        def sendmail(self, _sender: str, to: list[str], text: str) -> None:
            sent.append((to, text))

        def quit(self) -> None:
            """Nobody was connected to."""

    context = ssl.create_default_context()
    monkeypatch.setattr(smtplib, "SMTP", Server)
    # Apprise reads all certificates for every message; that takes a tenth of a second.
    monkeypatch.setattr(ssl, "create_default_context", lambda: context)
    its = channel(Target.model_validate({"url": "mailto://localhost?from=a@our.example&to=team@our.example"}))
    for text in PAYLOADS:
        its(about(text), NOW)
        to, raw = sent.pop()
        found = message_from_string(raw, policy=policy.default)
        assert to == ["team@our.example"], repr(text)
        assert set(found.keys()) <= {
            *("Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To"),
            *("Message-ID", "Date", "X-Application", "Cc", "X-Priority", "Importance"),
        }, repr(text)
        assert (found.get_content_type(), found.is_multipart()) == ("text/plain", False), repr(text)
        assert is_line(found["Subject"]), repr(text)
        assert seen(found.get_content()), repr(text)


@pytest.mark.parametrize("text", PAYLOADS[::20])
def test_what_a_real_connection_carries_is_the_same(text: str) -> None:
    """17 of them through a socket, by a service and by our webhook."""
    with receiving(Receiver()) as target:
        channel(Target.model_validate({"url": f"json://{target.place}/"}))(about(text), NOW)
        channel(Target.model_validate({"webhook": f"http://{target.place}/"}))(about(text), NOW)
    service, webhook = target.got
    assert is_line(service.json["title"])
    assert is_line(webhook.json["title"])
    assert webhook.json["title"].startswith(service.json["title"].removesuffix("…"))
    assert seen(webhook.json["body"])


@pytest.fixture
def told(store: Store) -> Store:
    """Each text as an alert in the database."""
    with store.writing() as session:
        register(session, "s")
        session.add(Snapshot(id=1, source="s", url="u", moment=NOW, stored_at=NOW, outcome="facts"))
        session.flush()
        enqueue(session, [about(text) for text in STORABLE], {}, NOW)
    return store


def test_the_table_of_alerts_has_a_row_for_each_and_no_control_character(told: Store, almanac: Almanac) -> None:
    assert told
    out = almanac("alerts").out
    assert seen(out)
    numbers = re.findall(r"^  alert (\d+): ", out, re.MULTILINE)
    assert [int(number) for number in numbers] == list(range(1, len(STORABLE) + 1))
    assert len([line for line in out.splitlines() if not line.startswith(" ")]) == len(STORABLE)


def test_the_json_of_alerts_is_a_line_for_each_and_has_the_text_as_it_was(told: Store, almanac: Almanac) -> None:
    assert told
    answer = almanac("alerts", "--json")
    assert seen(answer.out)
    assert [row["subject"] for row in answer.rows] == STORABLE


def test_an_artifact_of_prefect_shows_each_in_one_cell_as_text() -> None:
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for text in PAYLOADS:
        tokens = reader.parse(table(["subject", "says"], [[text, text]]))
        inline = [token for token in tokens if token.type == "inline"]
        assert len(inline) == 4, repr(text)
        assert {child.type for token in inline for child in token.children or ()} <= {"text", "text_special"}, text
        assert seen("".join(token.content for token in inline)), repr(text)
        assert len([token for token in tokens if token.type == "tr_open"]) == 2, repr(text)
