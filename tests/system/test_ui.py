"""Prefect's UI on a real server: tags, names, artifacts, a decision in a form, automations, both UIs in a browser."""

import html
import json
import re
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml

from bench.harness.dates import day
from bench.harness.sample_pages import replaced
from flows.deployments import plans
from flows.events import event
from flows.reports.artifact import DESCRIPTIONS
from models.schema.tables import Alert
from scrapers.registry import SOURCES
from tests.support import hostile
from tests.support.automations import NO_BLOCK, TEMPLATES, create_automation, notification_block
from tests.support.browser import Tab, browser_program, browsing
from tests.support.processes import START, Up, almanac, until
from tests.support.receivers import Receiver, receiving

HELD = day("2026-10-31 16:00")
MARKED = "(1) ![x](http://127.0.0.1:9/a.png) <img src=http://127.0.0.1:9/b.png> [click](javascript:x) a_b *c* &#64; "
NOTES = [
    text
    for text in hostile.PAYLOADS
    if re.search(r"evil|alert|[<@`*\[]", text) and "&" not in text and text.isprintable() and text == text.strip()[:200]
]
"""Hostile texts that a browser might take for more than text, each of them a note of a page."""
MADE = """[...document.querySelectorAll('*')]
.filter(each => !(each.tagName == 'A' && /^http:|^https:|^www|@evil/.test(each.text)))
.filter(each => [...each.attributes].some(({name, value}) =>
  name.startsWith('on') || (/^(href|src|srcset|action|data|poster)$/.test(name) && /evil|^javascript:/.test(value))
)).map(each => each.outerHTML.slice(0, 200))"""
"""The elements that a hostile text has made: with an address or a script; not a bare address, which shows itself."""
KEYS = ["prices-now", "price-charts", "deadlines", "source-health", "held-readings"]


def artifacts(up: Up, *keys: str) -> list[dict[str, Any]]:
    """All versions of artifacts with these keys."""
    return list(up.post("/artifacts/filter", {"artifacts": {"key": {"any_": list(keys)}}, "limit": 200}))


def latest(up: Up, key: str) -> dict[str, Any] | None:
    found = up.post("/artifacts/latest/filter", {"artifacts": {"key": {"any_": [key]}}})
    return dict(found[0]) if found else None


def logs(up: Up, run: str) -> str:
    found = up.post("/logs/filter", {"logs": {"flow_run_id": {"any_": [run]}}, "limit": 200})
    return "\n".join(line["message"] for line in found)


def test_deployments_have_tags_and_words_of_a_person(up: Up) -> None:
    found = {deployment["name"]: deployment for deployment in up.post("/deployments/filter", {})}
    wanted = plans([SOURCES["deepseek_pricing"], SOURCES["openrouter"]])
    assert {name: (each["tags"], each["description"]) for name, each in found.items()} == {
        plan.name: (list(plan.tags), plan.description) for plan in wanted
    }
    assert found["deepseek_pricing"]["tags"] == ["vendor:deepseek", "kind:prices", "alerts-up-to:critical"]


def test_runs_ahead_are_named_by_source_and_slot(up: Up) -> None:
    """Also those that the scheduler makes later on; a run has the tags of its deployment."""

    def named() -> list[dict[str, Any]]:
        ahead = up.runs("SCHEDULED", scheduled=True)
        return (
            ahead if ahead and all(re.fullmatch(r"\w+ \d{4}-\d\d-\d\d \d\d:\d\d", run["name"]) for run in ahead) else []
        )

    ahead = until(START, named)
    assert len({run["name"] for run in ahead}) == len(ahead)
    own = [run for run in ahead if run["name"].startswith("deepseek_pricing ")]
    assert own
    assert all({"vendor:deepseek", "kind:prices"} <= {*run["tags"]} for run in own)


def test_a_run_without_news_writes_no_version(up: Up) -> None:
    until(START, lambda: all(latest(up, key) for key in KEYS))
    assert {latest(up, key)["description"] for key in KEYS} == {DESCRIPTIONS[key] for key in KEYS}  # type: ignore[index]
    assert f"{up.origin}/v2/artifacts/key/prices-now" in up.said
    # A test before may have left the source broken: the first good run after that has news.
    recovered = up.start("deepseek_pricing")
    until(START, lambda: up.message(recovered, "COMPLETED"))
    pricing = ["page-deepseek-pricing", "copy-deepseek-pricing", "prices-now", "price-charts"]
    before = [version["id"] for version in artifacts(up, *pricing)]
    again = up.start("deepseek_pricing")
    message = until(START, lambda: up.message(again, "COMPLETED"))
    assert re.match(r"no change; \d+ prices, .* in force", message)
    assert [version["id"] for version in artifacts(up, *pricing)] == before
    cycle = up.start("remind")
    until(START, lambda: up.message(cycle, "COMPLETED"))
    assert [version["id"] for version in artifacts(up, *pricing)] == before


def test_our_copy_of_a_page_is_served_as_text(up: Up) -> None:
    import requests

    copy = until(START, lambda: latest(up, "copy-deepseek-pricing"))
    (path,) = re.findall(r"\((/kept/[0-9a-f]{64})\)", copy["data"])
    answer = requests.get(up.origin + path, timeout=10)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert "deepseek-v4-pro" in answer.text
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    missing = [requests.get(up.origin + other, timeout=10).status_code for other in (f"/kept/{'0' * 64}", "/kept/../x")]
    assert missing[0] == 404


def held(up: Up, tmp_path: Path, price: str) -> tuple[str, str]:
    """Let a reading with a price be held; return the number of its snapshot, and the artifact about it.

    A price that was rejected is left out of later pages, and not held again.
    """
    saved = tmp_path / "page.html"
    saved.write_text(replaced(">$3.96<", f">${price}<", at=HELD), encoding="utf-8")
    read = almanac(up.home, "track", "deepseek_pricing", "--page", str(saved))
    assert "held: " in read.stdout, (read.stdout, read.stderr)
    page = until(START, lambda: _held_page(up))
    (number,) = re.findall(r"## Snapshot (\d+) of deepseek_pricing", page)
    return number, page


def _held_page(up: Up) -> str | None:
    page = str((latest(up, "held-readings") or {}).get("data"))
    return page if "## Snapshot" in page else None


def test_a_held_reading_is_decided_in_a_form(up: Up, tmp_path: Path) -> None:
    form = up.deployment("decide-held")["parameter_openapi_schema"]
    assert {name: bool(field["description"]) for name, field in form["properties"].items()} == {
        "snapshot": True,
        "decision": True,
        "note": True,
    }
    assert form["properties"]["decision"]["enum"] == ["accept", "reject"]
    number, page = held(up, tmp_path, "396")
    form_id = up.deployment("decide-held")["id"]
    assert f"](/v2/deployments/deployment/{form_id}/run?parameters=%7B%22snapshot%22%3A{number}%7D)" in page
    asked = {"snapshot": int(number), "decision": "reject", "note": "a typo of the page"}
    decided = until(START, lambda: _decided(up, asked))
    assert decided.startswith(f"rejected: snapshot {number} of deepseek_pricing: ")
    assert "Nothing is held." in str((latest(up, "held-readings") or {})["data"])
    assert "a typo of the page" in almanac(up.home, "held", "--settled").stdout
    again = _start_decision(up, asked)
    refusal = until(START, lambda: up.message(again, "FAILED"))
    assert re.fullmatch(rf"not decided: snapshot {number}, rejected .*", refusal)
    assert "Traceback" not in logs(up, again)


def _start_decision(up: Up, asked: dict[str, Any]) -> str:
    deployment = up.deployment("decide-held")["id"]
    return str(up.post(f"/deployments/{deployment}/create_flow_run", {"parameters": asked})["id"])


def _decided(up: Up, asked: dict[str, Any]) -> str:
    run = _start_decision(up, asked)
    return str(until(START, lambda: up.message(run, "COMPLETED")))


def test_a_refused_read_is_a_failed_run_of_one_line(up: Up) -> None:
    up.cut.set()
    try:
        run = up.start("deepseek_pricing")
        message = until(START, lambda: up.message(run, "FAILED"))
    finally:
        up.cut.clear()
    assert message.startswith("refused: the page is cut off")
    assert "\n" not in message
    said = until(START, lambda: logs(up, run))
    assert "Traceback" not in said
    assert said.count("refused: the page is cut off") <= 2
    health = until(START, lambda: _health(up, "refused"))
    assert health["what settles it"]
    recovered = up.start("deepseek_pricing")
    until(START, lambda: up.message(recovered, "COMPLETED"))


def _health(up: Up, state: str) -> dict[str, str]:
    found = latest(up, "source-health")
    rows: list[dict[str, str]] = json.loads(found["data"]) if found else []
    own = [row for row in rows if (row["source"], row["state"]) == ("deepseek_pricing", state)]
    return own[0] if own else {}


@pytest.fixture
def receiver() -> Generator[Receiver]:
    with receiving(Receiver()) as found:
        yield found


def alert(kind: str, severity: str) -> Alert:
    key = f"tests/{uuid4()}"
    said = {"title": f"{kind} of a test", "body": "what happened\nand why", "subject": "deepseek-v4-pro"}
    return Alert(
        alert_key=key,
        kind=kind,
        severity=severity,
        source="deepseek_pricing",
        vendor="deepseek",
        effective_at=None,
        created_at=datetime.now(UTC),
        snapshot_id=1,
        **said,
    )


def happened(up: Up, kind: str, severity: str) -> None:
    """The event of an alert, as a run emits it."""
    made = event(alert(kind, severity))
    resource, name = made["resource"], made["event"]
    sent: dict[str, Any] = {"id": str(made["id"]), "event": name, "resource": resource, "payload": made["payload"]}
    up.post("/events", [{**sent, "occurred": datetime.now(UTC).isoformat()}])


@pytest.mark.parametrize(
    ("template", "kind", "severity", "other"),
    [
        ("notify-critical", "retirement dated", "critical", ("price changed", "warning")),
        ("source-broken", "source broken", "warning", ("retirement dated", "critical")),
    ],
)
def test_an_automation_of_the_documents_notifies(
    up: Up, tmp_path: Path, receiver: Receiver, template: str, kind: str, severity: str, other: tuple[str, str]
) -> None:
    file = filled(up, template, receiver, tmp_path)
    create_automation(up, file)
    happened(up, *other)
    happened(up, kind, severity)
    told = until(START, lambda: [posted.json for posted in receiver.got])
    assert [each["subject"] for each in told] == [f"{kind} of a test"]
    assert told[0]["body"] == "what happened\nand why"
    _remove(up, file)


def test_an_automation_of_the_documents_notifies_where_no_run_comes(up: Up, tmp_path: Path, receiver: Receiver) -> None:
    """Of another flow, in ten seconds: the least that Prefect waits for."""
    file = filled(up, "no-run", receiver, tmp_path)
    template = yaml.safe_load(file.read_text())
    template["trigger"]["match_related"][0]["prefect.resource.name"] = "a flow that never runs"
    template["trigger"]["within"] = 10
    file.write_text(yaml.safe_dump(template))
    create_automation(up, file)
    told = until(START, lambda: [posted.json for posted in receiver.got])[0]
    assert told["subject"] == "Model Almanac reads nothing"
    assert "two hours" in told["body"]
    _remove(up, file)


def filled(up: Up, template: str, receiver: Receiver, folder: Path) -> Path:
    """A template with the id of a block, as people fill it in."""
    text = (TEMPLATES / f"{template}.yaml").read_text(encoding="utf-8")
    block = notification_block(up, f"http://{receiver.place}/")
    assert text.count(NO_BLOCK) == 1
    file = folder / f"{template}.yaml"
    file.write_text(text.replace(NO_BLOCK, block), encoding="utf-8")
    return file


def _remove(up: Up, file: Path) -> None:
    name = yaml.safe_load(file.read_text())["name"]
    for found in up.post("/automations/filter", {}):
        if found["name"] == name:
            up.call("DELETE", f"/automations/{found['id']}")


@pytest.mark.skipif(browser_program() is None, reason="no browser")
def test_both_uis_show_page_text_as_text_and_ask_nobody(up: Up, tmp_path: Path) -> None:
    """A page with hostile texts in its notes: they are text in each artifact, in the list and in the run."""
    assert len(NOTES) >= 100
    saved = tmp_path / "page.html"
    notes = "".join(f"<p>{html.escape(text)}</p>" for text in (MARKED, *NOTES))
    saved.write_text(replaced("<hr>", f"{notes}<hr>", at=HELD), encoding="utf-8")
    read = almanac(up.home, "track", "deepseek_pricing", "--page", str(saved))
    assert "<!-- comment --><b>" in read.stdout, (read.stdout, read.stderr)
    (run, *_) = [each for each in up.runs("COMPLETED") if "<!-- comment --><b>" in (each["state"]["message"] or "")]
    paths = {f"/artifacts/artifact/{latest(up, key)['latest_id']}": key for key in KEYS}  # type: ignore[index]
    changes = latest(up, "changes-deepseek-pricing")
    assert changes is not None
    picture = MARKED.split()[1]
    paths |= {"/artifacts/key/changes-deepseek-pricing": DESCRIPTIONS["changes"][:30]}
    paths |= {
        f"/artifacts/artifact/{changes['latest_id']}": picture,
        f"/runs/flow-run/{run['id']}": "<!-- comment --><b>",
        "/deployments": "decide-held",
        "/runs": "deepseek_pricing ",
        "/automations": "crash runs without a sign of life",
    }
    program = browser_program()
    assert program is not None
    with logged_in(up, program, tmp_path / "profile") as tab:
        for path, says in [(f"{ui}{path}", says) for ui in ("", "/v2") for path, says in paths.items()]:
            # A page that is there goes on to the next path by itself, as after a click: no script is loaded anew.
            if path == f"{'/v2' if path.startswith('/v2') else ''}{next(iter(paths))}":
                tab.open(f"{up.origin}{path}")
            else:
                tab.go(path)
            text = until(START, lambda says=says: _with(tab, says))
            assert not re.search(r"&amp;|&#(?!64;)", text), path
            asked = tab.run(
                "[...performance.getEntriesByType('resource').map(each => each.name),"
                " ...[...document.images].map(each => each.src)]"
            )
            # A picture without an address asks nobody.
            strangers = [each for each in asked if each and not each.startswith((f"{up.origin}/", "data:", "blob:"))]
            assert strangers == [], path
            assert tab.run(MADE) == [], path
            if path.endswith(str(changes["latest_id"])):
                # A reader takes a mark before a note for one of a footnote.
                assert len([note for note in NOTES if note in " ".join(text.split())]) >= 100, path
        assert [event for event in tab.events if event["method"] == "Page.javascriptDialogOpening"] == []
        assert tab.errors() == []


@contextmanager
def logged_in(up: Up, program: str, profile: Path) -> Generator[Tab]:
    """A tab that the UI takes for logged in; the errors of its console are collected."""
    with browsing(program, profile) as browser, browser.tab() as tab:
        for domain in ("Runtime", "Log"):
            tab.call(f"{domain}.enable")
        tab.open(f"{up.origin}/robots.txt")
        token = up.password()["Authorization"].split()[1]
        tab.run(f"localStorage.setItem('prefect-password', {json.dumps(token)})")
        yield tab


@pytest.mark.skipif(browser_program() is None, reason="no browser")
def test_a_click_on_a_held_reading_opens_the_form_with_its_number(up: Up, tmp_path: Path) -> None:
    number, page = held(up, tmp_path, "397")
    (path,) = re.findall(rf"\[Decide about snapshot {number}\]\((\S+)\)", page)
    artifact = latest(up, "held-readings")
    program = browser_program()
    assert artifact is not None
    assert program is not None
    with logged_in(up, program, tmp_path / "profile") as tab:
        tab.open(f"{up.origin}/v2/artifacts/artifact/{artifact['latest_id']}")
        clicked = f"document.querySelector('a[href={json.dumps(path)}]')?.click() === undefined"
        until(START, lambda: _with(tab, f"Decide about snapshot {number}"))
        assert tab.run(clicked)
        until(START, lambda: number in tab.run("[...document.querySelectorAll('input')].map(each => each.value)"))
        assert "decide-held" in tab.text()
        assert tab.errors() == []
    _decided(up, {"snapshot": int(number), "decision": "reject", "note": ""})


def _with(tab: Tab, says: str) -> str | None:
    """The text of a page as soon as it has these words: it is loaded part by part."""
    text = tab.text()
    return text if says in text else None
