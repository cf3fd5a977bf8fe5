"""Where redirects may lead, and what does not go with them."""

from dataclasses import replace
from pathlib import Path

import pytest

from bench.harness.dates import day
from scrapers.http.addresses import site_address
from scrapers.http.client import fetch, redirect_target
from scrapers.http.errors import Refusal
from scrapers.http.politeness import Manners
from scrapers.http.request import ApiKey, FetchRequest
from scrapers.http.ways import HUGGING_FACE
from scrapers.page import Failed, Page, Validators
from tests.support.site import Answer, serving

AT = day("2026-10-01")
CANARY = "sk-canary-2718281828459045"
MANNERS = Manners(backoff_seconds=0, retries=0, pause_seconds=0, loopback=True)
HUB = Manners(redirect_hosts=HUGGING_FACE)
HOME = "http://127.0.0.1:8000/x"

FOLLOWED = [
    "https://huggingface.co/elsewhere",
    "https://huggingface.co:443/elsewhere",
    "https://cdn-lfs.huggingface.co/x?Signature=a%2Fb",
    "https://cas-bridge.xethub.hf.co/x",
    "https://us.aws.cdn.hf.co/x",
    "https://US.AWS.CDN.HF.CO/x",
    "https://hf.co/x",
]
NOT_FOLLOWED = [
    ("http://huggingface.co/x", "not encrypted"),
    ("http://cdn-lfs.huggingface.co/x", "not encrypted"),
    ("https://cdn-lfs.huggingface.co:8443/x", "not encrypted"),
    ("https://huggingface.co:8443/x", "not encrypted"),
    ("https://evilhf.co/x", "another host: evilhf.co"),
    ("https://hf.co.evil.example/x", "another host"),
    ("https://huggingface.co.evil.example/x", "another host"),
    ("https://evil.example/huggingface.co", "another host"),
    ("https://evil.example/?x=.hf.co", "another host"),
    ("https://evil.example#.hf.co", "another host"),
    ("https://huggingface.co@evil.example/x", "no address that is asked: 'evil.example/x'"),
    ("https://evil.example\\.hf.co/x", "no address"),
    ("ftp://huggingface.co/x", "no address"),
    ("https://co/x", "none of the public internet"),
    (HOME, "none of the public internet"),
]


@pytest.mark.parametrize("url", FOLLOWED)
def test_a_redirect_leads_to_the_hosts_that_are_named_and_below_them(url: str) -> None:
    hub = site_address("https://huggingface.co/datasets/x")
    assert redirect_target(hub, hub, url, HUB) == site_address(url)


@pytest.mark.parametrize(("url", "why"), NOT_FOLLOWED)
def test_a_redirect_leads_nowhere_else(url: str, why: str) -> None:
    hub = site_address("https://huggingface.co/datasets/x")
    with pytest.raises(Refusal, match=why.replace("?", r"\?")):
        redirect_target(hub, hub, url, replace(HUB, loopback=True))


@pytest.mark.parametrize("url", FOLLOWED)
def test_a_source_that_names_no_hosts_is_followed_on_its_own_alone(url: str) -> None:
    pages = site_address("https://api-docs.deepseek.com/updates")
    with pytest.raises(Refusal, match="another host"):
        redirect_target(pages, pages, url, Manners())


def test_a_way_out_to_the_internet_and_home_again_is_refused() -> None:
    home, away = site_address(HOME), site_address("https://cdn.hf.co/x")
    manners = replace(HUB, loopback=True, redirect_hosts=(*HUGGING_FACE, "127.0.0.1"))
    assert redirect_target(home, home, "https://cdn.hf.co/x", manners) == away
    with pytest.raises(Refusal, match=r"a redirect to 127\.0\.0\.1, which is none of the public internet"):
        redirect_target(home, away, HOME, manners)


@pytest.mark.parametrize(
    ("hosts", "there"), [((), False), (("hf.co",), False), (("127.0.0.1",), True), (("0.0.1",), False)]
)
def test_another_server_on_this_machine_is_asked_only_where_it_is_named(hosts: tuple[str, ...], there: bool) -> None:
    with serving(page=[Answer(200, b"there")]) as elsewhere:
        with serving(page=[Answer(302, headers={"Location": f"{elsewhere.url}/page"})]) as site_:
            found = fetch(FetchRequest("s", f"{site_.url}/page", AT, replace(MANNERS, redirect_hosts=hosts)))
        assert isinstance(found, Page if there else Failed)
        assert elsewhere.paths() == ["/page"] * there


@pytest.mark.parametrize("header", ["Authorization", "x-api-key"])
def test_neither_key_nor_validators_go_to_another_host(header: str) -> None:
    with serving(page=[Answer(200, b"there")]) as elsewhere:
        with serving(page=[Answer(302, headers={"Location": f"{elsewhere.url}/page"})]) as site_:
            key = ApiKey(CANARY, "`its setting`", header)
            manners = replace(MANNERS, redirect_hosts=("127.0.0.1",))
            found = fetch(FetchRequest("s", f"{site_.url}/page", AT, manners, Validators('"1"', "yesterday"), key=key))
        assert isinstance(found, Page)
    assert CANARY in dict(site_.asked)["/page"][header]
    ((_, headers),) = elsewhere.asked
    assert not {"authorization", "x-api-key", "if-none-match", "if-modified-since"} & {name.lower() for name in headers}


def test_the_key_stays_away_when_another_host_leads_back() -> None:
    manners = replace(MANNERS, redirect_hosts=("127.0.0.1",))
    with serving(last=[Answer(200, b"last")]) as own, serving() as elsewhere:
        own.answers["/page"] = [Answer(302, headers={"Location": f"{elsewhere.url}/page"})]
        elsewhere.answers["/page"] = [Answer(302, headers={"Location": f"{own.url}/last"})]
        assert isinstance(fetch(FetchRequest("s", f"{own.url}/page", AT, manners, key=ApiKey(CANARY, "x"))), Page)
    assert [("Authorization" in headers) for path, headers in own.asked if path != "/robots.txt"] == [True, False]


def test_a_key_goes_in_the_header_that_its_api_wants() -> None:
    sent = [ApiKey(CANARY, "x").headers(), ApiKey(CANARY, "x", "x-api-key").headers()]
    assert sent == [{"Authorization": f"Bearer {CANARY}"}, {"x-api-key": CANARY}]
    assert CANARY not in repr(ApiKey(CANARY, "x"))


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_not_accepted_is_said_with_its_place(status: int) -> None:
    key = ApiKey(CANARY, "`artificial_analysis_key` (ARTIFICIAL_ANALYSIS_API_KEY)", "x-api-key")
    with serving(page=[Answer(status, CANARY.encode())]) as site_:
        found = fetch(FetchRequest("s", f"{site_.url}/page", AT, MANNERS, key=key))
        without = fetch(FetchRequest("s", f"{site_.url}/page", AT, MANNERS))
    assert isinstance(found, Failed)
    assert found.reason == (
        f"HTTP {status}: the key in `artificial_analysis_key` (ARTIFICIAL_ANALYSIS_API_KEY) was not accepted"
    )
    assert isinstance(without, Failed)
    assert without.reason == f"HTTP {status}"


def test_what_a_netrc_has_for_a_host_is_not_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with serving(page=[Answer(200, b"x")]) as site_:
        for key in (None, ApiKey(CANARY, "x")):
            fetch(FetchRequest("s", f"{site_.url}/page", AT, MANNERS, key=key))
    sent = [headers.get("Authorization") for path, headers in site_.asked if path == "/page"]
    assert sent == [None, f"Bearer {CANARY}"]
