"""The list of ids: read strictly, and the user's key seen by that host alone."""

import json
import logging
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bench.harness.dates import day
from flows.database import Store
from flows.ingest.choice import enabled_sources
from flows.ingest.fetch import web_attempt
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from flows.settings.load import Settings, load
from models.facts.kinds import ModelVersion
from models.readings.reading import Reading
from samples.deepseek.api import models
from samples.deepseek.pages import home
from scrapers.http.client import fetch
from scrapers.http.politeness import Manners
from scrapers.http.request import ApiKey, FetchRequest
from scrapers.page import Failed, Page, PageChanged
from scrapers.registry import SOURCES
from tests.support.history_rows import whole_record
from tests.support.site import Answer, Site, serving

API = SOURCES["deepseek_models_api"]
AT = day("2026-09-12")
CANARY = "sk-canary-3141592653589793"
MANNERS = Manners(backoff_seconds=0, retries=0, pause_seconds=0, loopback=True)


def read(answer: object) -> Reading:
    body = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
    return API.reading(Page(API.name, "https://api.deepseek.com/models", body, AT))


def listed(*ids: object, **more: object) -> dict[str, Any]:
    return {"object": "list", "data": [{"id": id_, "object": "model", "owned_by": "deepseek"} for id_ in ids], **more}


def test_each_id_is_a_name_without_a_version() -> None:
    facts = read(models(AT)).facts
    assert {(type(fact), fact.key[1], fact.value) for fact in facts} == {
        (ModelVersion, "deepseek-flash", (None, None, None)),
        (ModelVersion, "deepseek-v4-pro", (None, None, None)),
    }


REFUSED: dict[str, tuple[object, str]] = {
    "nothing": ("", ""),
    "the home page": (home(), "<!doctype html>"),
    "half an answer": (json.dumps(listed("m"))[:-5], ""),
    "an error": ({"error": {"message": "Authentication Fails"}}, "Authentication Fails"),
    "a list": ([], ""),
    "null": ("null", ""),
    "no models": (listed(), "data"),
    "an id with a space": (listed("deepseek v4"), "deepseek v4"),
    "an empty id": (listed(""), "data[].id"),
    "a number as an id": (listed(4), "data[].id"),
    "no id": (listed(None), "data[].id"),
    "one id twice": (listed("m", "m"), "stated twice"),
    "another object": ({**listed("m"), "object": "error"}, "error"),
    "a further page": (listed("m", has_more=True), "has_more"),
    "models of another kind": (
        {"object": "list", "data": [{"id": "m", "object": "engine", "owned_by": "deepseek"}]},
        "engine",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_list_of_models_is_refused_with_the_offending_text(name: str) -> None:
    answer, offending = REFUSED[name]
    with pytest.raises(PageChanged) as refusal:
        read(answer)
    assert offending in str(refusal.value)


MODEL = {"id": "m", "object": "model", "owned_by": "deepseek"}
FIELDS: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "of the answer": (listed("m", region="eu"), [("region", "text")]),
    "of a model": ({"object": "list", "data": [{**MODEL, "created": 1}]}, [("data[].created", "number")]),
    "that says that nothing follows": (listed("m", has_more=False), []),
    "gone that nobody reads": ({"object": "list", "data": [{"id": "m", "object": "model"}]}, []),
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_further_field_is_named_at_most(name: str) -> None:
    answer, named = FIELDS[name]
    found = read(answer)
    assert [(unread.where, unread.text) for unread in found.unread] == named
    assert [fact.key[1] for fact in found.facts if isinstance(fact, ModelVersion)] == ["m"]


@pytest.fixture
def keyed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("ALMANAC_DEEPSEEK_API_KEY", CANARY)
    return load()


def at_site(settings: Settings, site: Site) -> Settings:
    """Both of DeepSeek's sites are this one."""
    moved = {"deepseek_url": site.url, "deepseek_api_url": site.url}
    return replace(settings, values=settings.values.model_copy(update=moved))


def test_without_a_key_the_source_is_not_asked(settings: Settings) -> None:
    assert API not in enabled_sources(settings)


def test_with_a_key_it_is(keyed: Settings) -> None:
    assert API in enabled_sources(keyed)


def asked(site: Site) -> dict[str, str | None]:
    return {path: headers.get("Authorization") for path, headers in site.asked}


def test_the_key_goes_with_its_own_page_alone(keyed: Settings, store: Store) -> None:
    with serving(models=[Answer(200, models(AT).encode())], updates=[Answer(200, b"x")]) as site:
        for name in (API.name, "deepseek_updates"):
            assert web_attempt(Run(store, SOURCES[name]), at_site(keyed, site), AT)()
    assert asked(site) == {"/robots.txt": None, "/models": f"Bearer {CANARY}", "/updates": None}


def test_the_key_does_not_go_where_a_redirect_leads() -> None:
    with serving(models=[Answer(200, b"x")]) as elsewhere:
        for host in ("127.0.0.1", "localhost"):
            there = f"{elsewhere.url}/models".replace("127.0.0.1", host)
            with serving(models=[Answer(302, headers={"Location": there})]) as site:
                found = fetch(
                    FetchRequest(API.name, f"{site.url}/models", AT, MANNERS, key=ApiKey(CANARY, "`its setting`"))
                )
            assert isinstance(found, Failed)
        assert elsewhere.asked == []


def everything(store: Store) -> str:
    with store.reading() as session:
        return str([session.execute(select(table)).all() for table in whole_record().values()])


ANSWERS = {
    "the list": Answer(200, models(AT).encode()),
    "a refusal": Answer(401, f'{{"error": "{CANARY} is no key"}}'.encode()),
    "an error": Answer(403, CANARY.encode()),
    "another page": Answer(200, home().encode()),
    "a redirect": Answer(302, headers={"Location": "https://example.org/models"}),
    "half an answer": Answer(headers={"Content-Length": "100"}, drip=lambda write: write(b"half")),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_key_stands_in_no_row_and_in_no_log(
    keyed: Settings, store: Store, name: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(models=[ANSWERS[name]]) as site:
        settled = process_attempt(Run(store, API), web_attempt(Run(store, API), at_site(keyed, site), AT))
    assert CANARY not in everything(store)
    assert CANARY not in f"{settled} {settled.reason} {keyed}" + caplog.text + "".join(capfd.readouterr())
    assert asked(site)["/models"] == f"Bearer {CANARY}"


@pytest.mark.parametrize("key", [f"{CANARY}\n", f" {CANARY}", f"{CANARY}\r\nX: y", f"{CANARY}\u2026", f"{CANARY} x"])
def test_a_key_that_no_header_can_hold_is_not_shown_either(
    store: Store, caplog: pytest.LogCaptureFixture, key: str
) -> None:
    """As it is pasted with what stood around it."""
    caplog.set_level(logging.DEBUG)
    with serving(models=[Answer(401)]) as site:
        found = fetch(FetchRequest(API.name, f"{site.url}/models", AT, MANNERS, key=ApiKey(key, "`its setting`")))
        settled = process_attempt(Run(store, API), lambda: found)
    assert settled.outcome == "failed"
    assert CANARY not in everything(store) + caplog.text + str(settled)
