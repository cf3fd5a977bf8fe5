"""The severity of an alert reaches the channel: asserted on what came over the wire."""

from email.message import EmailMessage

import pytest
from apprise.plugins.discord import NotifyDiscord
from apprise.plugins.slack import NotifySlack

from alerts.channels.urgency import GOTIFY, IMPORTANCE, NTFY, PROWL, PUSHOVER, X_PRIORITY
from models.kinds.changes import Severity
from tests.db.test_channels import BODY, DISCORD, SLACK, TITLE, message, send
from tests.support.receivers import Mailbox, Posted, Receiver, mail, receiving
from tests.support.services import DOUBLES, documented, redirect, scheme

SEVERITIES = list(Severity)
NTFY_DEFAULT = "default"


def posted(severity: str, url: str) -> Posted:
    with receiving(Receiver(body=b"{}")) as target:
        send(message(severity=severity), url=url.format(target.place))
    (got,) = target.got
    return got


@pytest.mark.parametrize(
    ("severity", "priority"), [("info", "low"), ("notice", "default"), ("warning", "high"), ("critical", "max")]
)
def test_ntfy_gets_the_severity_as_its_priority(severity: str, priority: str) -> None:
    got = posted(severity, "ntfy://{}/alerts")
    assert got.headers.get("x-priority", got.json.get("priority", NTFY_DEFAULT)) == priority
    assert got.json["title"] == TITLE


@pytest.mark.parametrize("name", ["priority", "PRIORITY"])
def test_the_priority_in_an_address_wins(name: str) -> None:
    got = posted("critical", f"ntfy://{{}}/alerts?{name}=min")
    assert got.headers["x-priority"] == "min"


@pytest.mark.parametrize("severity", SEVERITIES)
def test_gotify_gets_the_severity_as_its_priority(severity: Severity) -> None:
    assert posted(severity, "gotify://{}/TOKENTOKENTOKE").json["priority"] == GOTIFY[severity]


def mailed(severity: str, parameters: str = "") -> EmailMessage:
    with mail(Mailbox()) as box:
        url = f"mailto://127.0.0.1:{box.port}?from=almanac@our.example&to=team@our.example{parameters}"
        send(message(severity=severity), url=url)
    ((_, found),) = box.got
    return found


@pytest.mark.parametrize("severity", SEVERITIES)
def test_a_mail_has_the_severity_in_its_subject_and_its_headers(severity: Severity) -> None:
    found = mailed(severity)
    assert found["Subject"] == f"[{severity}] {TITLE}"
    assert (found["X-Priority"], found["Importance"]) == (X_PRIORITY[severity], IMPORTANCE[severity])
    assert found.get_content().splitlines() == BODY.splitlines()


def test_the_headers_in_an_address_win() -> None:
    found = mailed("critical", "&+X-Priority=4")
    assert found.get_all("X-Priority") == ["4"]


@pytest.mark.parametrize("blocks", ["", "?blocks=yes"])
def test_slack_shows_the_severity_as_a_colour(blocks: str, monkeypatch: pytest.MonkeyPatch) -> None:
    colours = dict[str, str]()
    for severity in SEVERITIES:
        with receiving(Receiver()) as target, monkeypatch.context() as patch:
            patch.setattr(NotifySlack, "webhook_url", f"http://{target.place}/services")
            send(message(severity=severity), url=f"{SLACK}{blocks}")
        (attachment,) = target.got[0].json["attachments"]
        colours[severity] = attachment["color"]
    assert colours == {"info": "#3AA3E3", "notice": "#3AA3E3", "warning": "#CACF29", "critical": "#A32037"}


@pytest.mark.parametrize("severity", SEVERITIES)
def test_a_chat_without_a_colour_reads_the_severity_first(severity: Severity, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(Receiver(204)) as target:
        monkeypatch.setattr(NotifyDiscord, "notify_url", f"http://{target.place}/api/webhooks")
        send(message(severity=severity), url=DISCORD)
    assert target.got[0].json["content"].startswith(f"{severity}: {TITLE}\r\n")


def test_every_service_of_the_documents_shows_the_severity(monkeypatch: pytest.MonkeyPatch) -> None:
    """A critical alert differs from a notice in what each of them is sent."""
    for url in (url for url in documented() if scheme(url) != "mailtos"):
        sent = list[str]()
        for severity in ("notice", "critical"):
            with receiving(DOUBLES[scheme(url)].accepts[0].receiver()) as target, monkeypatch.context() as patch:
                redirect(patch, target.place)
                send(message(severity=severity), url=url)
            sent.append(f"{target.got[0].headers.get('x-priority')}{target.got[0].body.decode()}")
        assert sent[0] != sent[1], url


def test_every_severity_has_its_place_in_every_service() -> None:
    for table in (NTFY, GOTIFY, PUSHOVER, PROWL, X_PRIORITY, IMPORTANCE):
        assert list(table) == SEVERITIES
