"""The news posts: fetched all or none, politely; each has to be the one that its address names."""

import logging
from dataclasses import replace

import pytest

from bench.harness.dates import day
from models.facts.kinds import Notice, Retirement
from models.readings.reading import Reading
from models.readings.unread import KeptFacts
from samples.deepseek.news import news
from samples.deepseek.pages import home
from samples.deepseek.shell import shell
from scrapers.deepseek.docs_site.page_checks import HOST
from scrapers.deepseek.news import bundle
from scrapers.http.politeness import Manners
from scrapers.http.request import FetchRequest
from scrapers.page import Attempt, Failed, Page, PageChanged
from scrapers.registry import SOURCES
from tests.support.site import Answer, Site, serving

NEWS = SOURCES["deepseek_news"]
AT = day("2026-09-12")
POSTS = [(f"{HOST}{path}", text.encode()) for path, text in news(AT).items()]
PRO = "deepseek-v4-pro"
MANNERS = Manners(backoff_seconds=0, retries=0, pause_seconds=0, loopback=True)


def read(body: bytes) -> Reading:
    return NEWS.reading(Page(NEWS.name, f"{HOST}{NEWS.path}", body, AT))


def post(name: str, *texts: str, canonical: str | None = None) -> tuple[str, bytes]:
    body = "".join(f"<p>{text}</p>" for text in texts)
    page = shell(canonical or f"/news/{name}", "A Release", f"<h1>A Release</h1>{body}", "0" * 8)
    return f"{HOST}/news/{name}", page.encode()


ONE, OTHER = post("news260910", "One."), post("news260813", "Other.")
REFUSED = {
    "a post at another's address": ((OTHER[0], ONE[1]), "canonical link is another", f"{HOST}/news/news260910"),
    "a soft 404": ((ONE[0], home().encode()), "canonical link is another", f"{HOST}/"),
    "half a post": ((ONE[0], ONE[1][:300]), "cut off", ""),
    "an error in JSON": ((ONE[0], b'{"error": "not found"}'), "cut off", "not found"),
    "a Chinese post": ((f"{HOST}/zh-cn/news/news260910", ONE[1]), "not the address of a post", "/zh-cn/news/"),
    "another page": ((f"{HOST}/updates", ONE[1]), "not the address of a post", "/updates"),
    "two headings": (
        (ONE[0], ONE[1].replace(b"<p>One.", b"<h1>Another</h1><p>One.")),
        "heading",
        "A Release, Another",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_bad_post_is_named_with_the_offending_text_and_the_others_are_read(name: str, place: int) -> None:
    damaged, reason, offending = REFUSED[name]
    pages = [post("news260424", "First."), OTHER]
    pages.insert(place, damaged)
    found = read(bundle(pages))
    (unread,) = found.unread
    assert (reason in unread.text, offending in unread.text) == (True, True)
    assert unread.keeps == {KeptFacts.of(Retirement)}
    texts = {fact.text for fact in found.facts if isinstance(fact, Notice) and not fact.unread}
    assert texts == {"/news/news260424: A Release First.", "/news/news260813: A Release Other."}


@pytest.mark.parametrize("name", REFUSED)
def test_where_most_posts_are_bad_all_are_refused_with_the_offending_text(name: str) -> None:
    damaged, reason, offending = REFUSED[name]
    with pytest.raises(PageChanged, match=reason) as refusal:
        read(bundle([OTHER, damaged, (f"{HOST}/news/news260424", damaged[1])]))
    assert offending in refusal.value.text


@pytest.mark.parametrize(("bad", "stated"), [("news260910", False), ("news260424", True), ("blog", False)])
def test_a_post_that_cannot_be_read_may_take_back_what_older_ones_say(bad: str, stated: bool) -> None:
    says = post("news260813", f"{PRO} will be retired on 2026/12/24 15:59 UTC.")
    found = read(bundle([(f"{HOST}/news/{bad}", b"<html>We are back soon.</html>"), says]))
    assert any(isinstance(fact, Retirement) for fact in found.facts) == stated
    assert found.keeps == {KeptFacts.of(Retirement)}


def test_a_second_post_of_a_day_is_read() -> None:
    both = [post("news261120", "First."), post("news261120-b", f"{PRO} will be retired on 2026/12/24 15:59 UTC.")]
    found = read(bundle(both))
    assert found.unread == ()
    assert {fact.locator for fact in found.facts if isinstance(fact, Retirement)} == {"/news/news261120-b"}


@pytest.mark.parametrize("before", [b"<html></html>", b"GET / 200\n"])
def test_bytes_before_the_first_post_are_refused(before: bytes) -> None:
    with pytest.raises(PageChanged, match="before the first post") as refusal:
        read(before + bundle([ONE]))
    assert refusal.value.text.startswith(before.decode().strip())


def test_one_post_twice_is_refused() -> None:
    with pytest.raises(PageChanged, match="stated twice"):
        read(bundle([ONE, ONE]))


def test_a_single_saved_post_is_a_bundle_of_one() -> None:
    assert read(ONE[1]) == read(bundle([ONE]))


def test_a_saved_page_that_is_no_post_is_refused() -> None:
    with pytest.raises(PageChanged, match="not the address of a post"):
        read(home().encode())


def test_every_post_is_a_notice_in_whatever_order_they_come() -> None:
    texts = [fact.text for fact in read(bundle(POSTS)).facts if isinstance(fact, Notice)]
    assert len(texts) == len(POSTS) == 9
    assert read(bundle(POSTS[::-1])) == read(bundle(POSTS))


@pytest.mark.parametrize("turn", [1, -1])
def test_the_newest_post_holds_in_whatever_order_they_come(turn: int) -> None:
    older = post("news1226", f"{PRO} will be retired on 2026/12/24 15:59 UTC.")
    newer = post("news250120", "We have decided to continue providing DeepSeek V4 Pro after December 24, 2026.")
    facts = read(bundle([older, newer][::turn])).facts
    assert [(fact.state, fact.locator) for fact in facts if isinstance(fact, Retirement)] == [
        ("cancelled", "/news/news250120")
    ]


def index(*names: str) -> Answer:
    links = "".join(f'<p>See <a href="/news/{name}">it</a>.</p>' for name in names)
    body = f"<h1>Change Log</h1><hr><h2>Date: 2026-09-10</h2>{links}"
    return Answer(200, shell("/updates", "Change Log", body, "0" * 8).encode())


def get(site: Site, manners: Manners = MANNERS) -> Attempt:
    assert NEWS.ask is not None
    return NEWS.ask(FetchRequest(NEWS.name, f"{site.url}/updates", AT, manners))


def serving_posts(**answers: Answer) -> dict[str, list[Answer]]:
    """The paths of a site with two posts, as `serving` takes them; those that are given instead of its own."""
    own = {
        "updates": index("news260910", "news260813"),
        "news/news260910": Answer(200, ONE[1]),
        "news/news260813": Answer(200, OTHER[1]),
    }
    return {path: [answer] for path, answer in {**own, **answers}.items()}


def test_all_posts_come_as_one_body_that_reads() -> None:
    with serving(**serving_posts()) as site:
        found = get(site)
    assert isinstance(found, Page)
    assert (found.url, found.moment) == (f"{site.url}/updates", AT)
    assert found.body == bundle([(f"{site.url}/news/news260910", ONE[1]), (f"{site.url}/news/news260813", OTHER[1])])
    assert read(found.body).facts == read(bundle([ONE, OTHER])).facts


def test_robots_txt_is_asked_for_once() -> None:
    with serving(**serving_posts()) as site:
        get(site)
    assert [path for path, _ in site.asked] == ["/robots.txt", "/updates", "/news/news260910", "/news/news260813"]


@pytest.mark.parametrize(
    ("answer", "reason"), [(Answer(404), "HTTP 404"), (Answer(503), "HTTP 503"), (Answer(429), "HTTP 429")]
)
@pytest.mark.parametrize("name", ["news/news260910", "news/news260813"])
def test_a_post_that_does_not_come_fails_all(name: str, answer: Answer, reason: str) -> None:
    with serving(**serving_posts(**{name: answer})) as site:
        found = get(site)
    assert isinstance(found, Failed)
    assert found.reason == f"{site.url}/{name}: {reason}"


def test_a_post_that_robots_txt_forbids_fails_all() -> None:
    with serving(robots=[Answer(200, b"User-agent: *\nDisallow: /news/news260813")], **serving_posts()) as site:
        found = get(site)
    assert isinstance(found, Failed)
    assert "news260813: robots.txt forbids" in found.reason
    assert "/news/news260813" not in site.paths()


def test_only_so_many_posts_are_asked_for_the_newest_first() -> None:
    with serving(**serving_posts()) as site:
        found = get(site, replace(MANNERS, most_links=1))
    assert isinstance(found, Page)
    assert found.body == bundle([(f"{site.url}/news/news260910", ONE[1])])
    assert site.paths() == ["/updates", "/news/news260910"]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(500), "HTTP 500"),
        (Answer(200, home().encode()), "not the page /updates: its canonical link is another"),
        (Answer(200, b"<html>"), "the page is cut off"),
        (Answer(200, b""), "the page is cut off"),
    ],
)
def test_an_index_that_cannot_be_read_is_a_failure_with_the_reason(answer: Answer, reason: str) -> None:
    with serving(**serving_posts(updates=answer)) as site:
        found = get(site)
    assert isinstance(found, Failed)
    assert found.reason.startswith(f"{site.url}/updates: {reason}")
    assert site.paths() == ["/updates"]


def test_an_index_without_posts_is_a_failure() -> None:
    with serving(**serving_posts(updates=index())) as site:
        found = get(site)
    assert isinstance(found, Failed)
    assert found.reason == "no links to follow"


def test_the_traceback_of_a_failure_is_for_the_level_debug(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "almanac.fetch")
    with serving(**serving_posts(updates=Answer(500))) as site:
        get(site)
    record = [record for record in caplog.records if record.name == "almanac.fetch"][-1]
    assert (record.levelno, record.getMessage()) == (logging.DEBUG, f"{site.url}/updates: HTTP 500")
    assert record.exc_info
