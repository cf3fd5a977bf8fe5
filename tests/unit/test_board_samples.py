"""The boards' sample sites: one state, told by dataset, page and API in the structure of the real ones."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from itertools import pairwise

import pytest
import requests
from bs4 import BeautifulSoup

from bench.harness.dates import day
from bench.harness.sample_boards import END, asked, leaderboard, listed, models, noon, published, pushes, table
from samples.arena import dataset, page, parquet
from samples.arena.state import categories, publishes, standings, subsets, uploaded
from samples.arena.table import LAYOUTS
from samples.artificial_analysis import api
from samples.artificial_analysis import page as analysis
from samples.artificial_analysis.state import change_instants
from samples.boards.site import reply
from samples.boards.visits import SOURCES, instants
from samples.site import Site, answer

LISTING, RESOLVE = f"{dataset.LISTING}main?recursive=true", f"{dataset.RESOLVE}main"
RATED = dict.fromkeys(("rating", "rating_lower", "rating_upper", "variance", "vote_count"), "double") | {
    "rank": "int64"
}
AGENT = {
    **dict.fromkeys(("score", "score_ci_lower", "score_ci_upper", "rank"), "double"),
    **dict.fromkeys(("observation_count", "session_count"), "int64"),
}
FILES = [(subset, kind) for subset in subsets() for kind in parquet.KINDS]


@pytest.mark.parametrize(("subset", "kind"), FILES)
def test_a_file_has_the_columns_of_the_dataset(subset: str, kind: str) -> None:
    schema = table(subset, kind).schema
    assert dict(zip(schema.names, map(str, schema.types), strict=True)) == {
        **dict.fromkeys(("model_name", "organization", "license", "category", "leaderboard_publish_date"), "string"),
        **(AGENT if subset == "agent" else RATED),
        **({"vote_count": "int64"} if subset == "webdev" else {}),
    }


@pytest.mark.parametrize("subset", subsets())
def test_full_holds_every_publish_and_latest_the_last_of_each_category(subset: str) -> None:
    for category in categories(subset):
        full = published(subset, category)
        assert {date.fromisoformat(key) for key in full} <= set(publishes(subset))
        for key, rows in full.items():
            names = [entry.model for entry in standings(subset, category, date.fromisoformat(key))]
            assert sorted(name for name, its in rows.items() for _ in its) == sorted(names)
        last = [row for row in table(subset, "latest").to_pylist() if row["category"] == category]
        newest = [row for rows in full[max(full)].values() for row in rows]
        assert last == sorted(newest, key=lambda row: row["rank"])
        assert [row["rank"] for row in last] == list(range(1, len(last) + 1))
        rating = "score" if subset == "agent" else "rating"
        assert [row[rating] for row in last] == sorted((row[rating] for row in last), reverse=True)


def test_some_organizations_are_empty() -> None:
    assert "" in table("webdev", "latest")["organization"].to_pylist()


def test_the_same_instant_has_the_same_bytes() -> None:
    before = parquet.parquet("webdev", "full", END)
    parquet.written.cache_clear()
    assert parquet.parquet("webdev", "full", END) == before


def test_the_listing_has_the_hash_of_what_the_other_host_serves() -> None:
    with Site(noon("2026-08-13")).serving() as site:
        found = requests.get(f"{site.url}{LISTING}", timeout=5).json()
        large = [row for row in found if "lfs" in row]
        assert {row["path"] for row in large} == {f"{s}/{kind}-00000-of-00001.parquet" for s, kind in FILES}
        for row in large:
            moved = requests.get(f"{site.url}{RESOLVE}/{row['path']}", allow_redirects=False, timeout=5)
            assert moved.status_code == 302
            assert moved.headers["Location"].startswith(f"{site.elsewhere}/cdn/")
            body = requests.get(moved.headers["Location"], timeout=5).content
            assert (sha256(body).hexdigest(), len(body)) == (row["lfs"]["oid"], row["lfs"]["size"])
            assert row["size"] == len(body)
            assert requests.get(moved.headers["Location"].partition("?")[0], timeout=5).status_code == 403


def test_a_pinned_revision_stays_as_it_was() -> None:
    then = noon("2026-08-01")
    pinned = asked(f"{dataset.LISTING}{dataset.commit(then)}", END)
    assert pinned == asked(LISTING, then)
    assert pinned != asked(LISTING, END)


def test_the_dataset_follows_the_page_at_three_on_the_next_day() -> None:
    assert uploaded(date(2026, 7, 31)) == datetime(2026, 8, 1, 3, tzinfo=UTC)
    before, after = (table("webdev", "latest", datetime(2026, 8, 1, *time, tzinfo=UTC)) for time in ((2, 59), (3, 0)))
    assert "deepseek-v4-flash-high" not in before["model_name"].to_pylist()
    assert "deepseek-v4-flash-high" in after["model_name"].to_pylist()


def test_there_is_nothing_before_the_first_publish() -> None:
    early = reply(LISTING, {}, day("2026-03-01"))
    assert early is not None
    assert early.status == 404
    assert "could not be found" in page.page("/leaderboard/text", day("2026-03-01"))


@pytest.mark.parametrize(
    "path", ["/leaderboard/words", "/leaderboard/text/none", "/leaderboard/", "/leaderboard/text/"]
)
def test_a_wrong_board_is_not_found_with_status_200(path: str) -> None:
    found = reply(path, {}, END)
    assert found is not None
    assert found.status == 200
    assert (b"could not be found" in found.body) == (path != "/leaderboard/text/")


def whole(number: float) -> int:
    return int(Decimal(str(number)).quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
@pytest.mark.parametrize(("path", "subset"), [("text", "text_style_control"), ("code", "webdev"), ("vision", "vision")])
def test_stream_table_and_dataset_tell_the_same_rows(path: str, subset: str, layout: date) -> None:
    body = page.page(f"/leaderboard/{path}", END, layout)
    board = leaderboard(body)
    entries = board["entries"]
    assert (board["arenaSlug"], board["totalModels"]) == (path, len(entries))
    assert board["voteCutoffISOString"] == f"{max(publishes(subset))}T13:00:00.000Z"
    rows = published(subset, "overall")[str(max(publishes(subset)))]
    stored = sorted((row for its in rows.values() for row in its), key=lambda row: row["rank"])
    assert [(e["modelDisplayName"], e["rating"], e["votes"]) for e in entries] == [
        (row["model_name"], row["rating"], row["vote_count"]) for row in stored
    ]
    heads, shown = cells(body)
    assert re.findall(r"Total Models</p><p[^>]*>([\d,]+)<", body) == [str(len(entries))]
    assert len({entry["modelKey"] for entry in entries}) == len(entries)
    assert heads == [heading for heading, _ in LAYOUTS[layout]]
    assert len(shown) == len(entries)
    for entry, row in zip(entries, shown, strict=True):
        assert row["Rank Spread"] == f"{entry['rankUpper']}◄─►{entry['rankLower']}"
        assert row["Model"].startswith(entry["modelDisplayName"])
        assert row["Votes"] == f"{entry['votes']:,}"
        score, half = whole(entry["rating"]), whole(round(entry["ratingUpper"] - entry["rating"], 6))
        printed = [int(number) for number in re.findall(r"\d+", row["Score"] + row.get("95% CI (±)", ""))]
        assert printed[:2] == [score, half]


def cells(body: str) -> tuple[list[str], list[dict[str, str]]]:
    """The headings of the table and what its cells show."""
    soup = BeautifulSoup(body, "html.parser")
    heads = [head.get_text() for head in soup.find_all("th")]
    for title in soup.find_all("title"):
        title.decompose()
    rows = [[cell.get_text() for cell in row.find_all("td")] for row in soup.find_all("tr")]
    return heads, [dict(zip(heads, row, strict=True)) for row in rows if row]


def test_a_row_of_the_stream_is_split_across_pushes() -> None:
    assert sum(not push.endswith("\n") for push in pushes(page.page("/leaderboard/text", END))) > 1


def test_scores_are_printed_as_each_board_prints_them() -> None:
    assert any("1507±5" in row["Score"] for row in cells(page.page("/leaderboard/text", END))[1])
    assert any("1813+15/-15" in row["Score"] for row in cells(page.page("/leaderboard/code", END))[1])


@pytest.mark.parametrize("at", change_instants(), ids=str)
def test_pages_of_the_api_join_and_agree_with_the_page(at: datetime) -> None:
    assert asked(api.FREE, at)["pagination"]["total_pages"] == 2
    assert [row["id"] for row in asked(f"{api.FREE}?page=3", at)["data"]] == []
    current, shown = listed(at), models(at)
    assert len({row["id"] for row in current}) == len(current) >= 12
    index = "artificial_analysis_intelligence_index"
    for row, full in zip(current, shown, strict=True):
        assert (row["id"], row["slug"], row["name"]) == (full["id"], full["slug"], full["name"])
        assert abs(row["evaluations"][index] - full["intelligenceIndex"]) <= 0.0501


def test_without_a_key_the_api_says_so() -> None:
    found = reply(api.FREE, {}, END)
    assert found is not None
    assert (found.status, found.body) == (401, b'{"error":"API key is required"}')
    assert asked(api.FREE, END, {"X-API-Key": "any"})["tier"] == "free"


def test_missing_is_null() -> None:
    assert None in {row["performance"]["median_output_tokens_per_second"] for row in listed(END)}


def fingerprint(source: str, at: datetime) -> bytes:
    """What a source reads."""
    if source == "artificial_analysis":
        return json.dumps(listed(at)).encode()
    if source == "artificial_analysis_page":
        return analysis.page(at).encode()
    name = source.removeprefix("arena_").removeprefix("page_")
    if source.startswith("arena_page_"):
        return page.page(f"/leaderboard/{name}", at).encode()
    return parquet.parquet(name, "latest", at)


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_changes_at_its_instants_and_at_no_others(source: str) -> None:
    visits = instants(source)
    assert 4 <= len(visits) <= 16
    second = timedelta(seconds=1)
    for before, after in pairwise([*visits, END]):
        assert fingerprint(source, before) != fingerprint(source, before - second)
        assert fingerprint(source, after - second) == fingerprint(source, before)


def test_another_source_has_no_instants() -> None:
    with pytest.raises(KeyError):
        instants("arena_words")


def test_other_addresses_are_answered_as_before() -> None:
    with Site(day("2026-08-20")).serving() as site:
        for path in ("/quick_start/pricing", "/models", "/robots.txt", "/nothing"):
            found = requests.get(f"{site.url}{path}", timeout=5)
            assert (found.status_code, found.content.decode()) == (200, answer(path, site.at))
        assert requests.get(f"{site.elsewhere}/quick_start/pricing", timeout=5).status_code == 404
