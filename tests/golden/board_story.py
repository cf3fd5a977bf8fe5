"""What the demo has to tell people of the leaderboards: every alert about them, line by line.

Written by hand from the dated figures (samples/boards/*.csv): when it was seen, by which source, of which board, and
the line of the alert. `golden/boards.txt` has every change that was logged, the quiet ones too.
`docs/demo-story.md` prints it.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from samples.boards.visits import SOURCES
from tests.golden import story
from tests.golden.story import STORY, lines, minute, told

GOLDEN = Path(__file__).parent / "boards.txt"
FLASH_HIGH, FLASH = "DeepSeek V4 Flash (Reasoning, High Effort)", "DeepSeek V4 Flash (Reasoning, Max Effort)"
PRO_HIGH, PRO = "DeepSeek V4 Pro (Reasoning, High Effort)", "DeepSeek V4 Pro (Reasoning, Max Effort)"

BOARD_STORY: tuple[tuple[str, ...], ...] = (
    (
        "2026-04-24 03:00",
        "arena_text_style_control",
        "arena/text",
        "deepseek-v4-flash: contender added: overall: 1436.7 (1427.4–1446.0), place 16–19 and 1 more category",
        "deepseek-v4-flash-thinking: contender added: overall: 1438.0 (1428.7–1447.4), place 14–19 and 1 more category",
        "deepseek-v4-pro: contender added: overall: 1462.7 (1453.4–1472.0), place 8–15 and 1 more category",
        "deepseek-v4-pro-thinking: contender added: overall: 1461.9 (1452.9–1470.8), place 9–15 and 1 more category",
    ),
    (
        "2026-04-25 03:00",
        "arena_webdev",
        "arena/code",
        "deepseek-v4-pro-thinking: contender added: overall: 1456.4 (1437.0–1475.7), place 8–12 and 1 more category",
    ),
    (
        "2026-05-14 03:00",
        "arena_webdev",
        "arena/code",
        "deepseek-v4-flash: contender added: overall: 1418.4 (1405.1–1431.7), place 11–17 and 1 more category",
        "deepseek-v4-flash-thinking: contender added: overall: 1430.8 (1417.7–1443.9), place 8–17 and 1 more category",
        "deepseek-v4-pro: contender added: overall: 1445.3 (1432.9–1457.7), place 8–14 and 1 more category",
        "deepseek-v3.2: top place lost: webdev: place 9 → place 12",
    ),
    (
        "2026-05-14 04:00",
        "artificial_analysis",
        "artificial-analysis",
        f"{FLASH_HIGH}: score moved: agentic_index: last told 56.8–58.8 → 62.3",
    ),
    (
        "2026-06-12 03:00",
        "arena_webdev",
        "arena/code",
        "deepseek-v3.2-thinking: top place lost: webdev: place 10–11 → place 11–12",
    ),
    (
        "2026-06-12 04:00",
        "artificial_analysis",
        "artificial-analysis",
        f"{FLASH_HIGH}: top place lost: intelligence_index: place 9–10 → place 11–12",
        f"{FLASH}: top place lost: intelligence_index: place 9–10 → place 11–12",
    ),
    (
        "2026-06-16 04:00",
        "artificial_analysis",
        "artificial-analysis",
        "leaderboard rebased: method 4 → method 4.1: coding_index (11 of 11 scores moved), "
        "intelligence_index (14 of 14 scores moved)",
    ),
    (
        "2026-06-16 04:00",
        "artificial_analysis_page",
        "artificial-analysis",
        "category not stated: gdpval_normalized",
    ),
    (
        "2026-07-29 04:00",
        "artificial_analysis",
        "artificial-analysis",
        f"{PRO_HIGH}: top place lost: coding_index: place 8–9 → place 12–13",
        f"{PRO}: top place lost: coding_index: place 8–9 → place 12–13",
        f"{FLASH}: top place lost: coding_index: place 10 → place 14",
        f"{PRO_HIGH}: score moved: intelligence_index: last told 39.8–41.8 → 43.1",
        f"{PRO}: top place lost: intelligence_index: place 8–9 → place 12–14",
    ),
    (
        "2026-08-01 03:00",
        "arena_webdev",
        "arena/code",
        "deepseek-v4-flash-high: contender added: overall: 1586.1 (1564.9–1607.4), place 6–11 and 1 more category",
    ),
    (
        "2026-08-01 04:00",
        "artificial_analysis",
        "artificial-analysis",
        "DeepSeek V4 Flash 0731 (Reasoning, Max Effort): contender added: intelligence_index: 49.9, "
        "place 10–11 and 1 more category",
    ),
    (
        "2026-08-01 04:00",
        "artificial_analysis_page",
        "artificial-analysis",
        f"{PRO}: top place lost: hle: place 9 → place 13–14",
    ),
    (
        "2026-08-07 04:00",
        "artificial_analysis",
        "artificial-analysis",
        "leaderboard rebased: method 4.1 → method 4.2: intelligence_index (5 of 19 scores moved)",
    ),
    (
        "2026-08-12 03:00",
        "arena_text_style_control",
        "arena/text",
        "deepseek-v3.2: contender removed: missing from three publishes",
    ),
    (
        "2026-08-12 03:00",
        "arena_webdev",
        "arena/code",
        "deepseek-v4-flash-high: top place gained: overall: place 6–11 → place 7–10",
    ),
    (
        "2026-08-13 04:00",
        "artificial_analysis",
        "artificial-analysis",
        "DeepSeek V4 Pro 0813 (Reasoning, Max Effort): contender added: intelligence_index: 53.0, "
        "place 10–12 and 2 more categories",
    ),
    (
        "2026-08-15 03:00",
        "arena_webdev",
        "arena/code",
        "deepseek-v4-pro-high-20260813: contender added: overall: 1584.4 (1570.5–1598.4), "
        "place 7–12 and 1 more category",
        "deepseek-v4-flash: top place lost: webdev: place 10–12 → place 11–13",
        "deepseek-v4-flash-high-preview: top place lost: webdev: place 10–11 → place 11–12",
    ),
    (
        "2026-08-20 03:00",
        "arena_text_style_control",
        "arena/text",
        "deepseek-v4-pro-high-20260813: contender added: overall: 1462.2 (1450.8–1473.5), "
        "place 9–18 and 1 more category",
    ),
    (
        "2026-09-26 03:00",
        "arena_text_style_control",
        "arena/text",
        "deepseek-v4.1-flash-max: contender added: overall: 1466.4 (1457.1–1475.6), place 10–18",
    ),
    (
        "2026-10-02 03:00",
        "arena_webdev",
        "arena/code",
        "deepseek-v4.1-flash-max: contender added: overall: 1619.9 (1609.5–1630.4), place 10–12 and 1 more category",
        "deepseek-v4-flash-high: top place lost: overall: place 7–12 → place 13–17",
        "deepseek-v4-pro: top place lost: webdev: place 10 → place 12–13",
        "deepseek-v4-pro-high-preview: top place lost: webdev: place 9 → place 11",
    ),
)
"""Seen, source, board, and the lines of the alert."""


OF_ALL = ("leaderboard", "category")
"""How what is told of a whole board begins."""


def is_of_boards(row: Mapping[str, Any]) -> bool:
    """Whether a change or an alert is one of the boards' sources."""
    return row["source"] in SOURCES


def expect_the_story(changes: Sequence[Mapping[str, Any]], alerts: Sequence[Mapping[str, Any]]) -> None:
    """Whether logs of changes and alerts are those that the demo has to find, of DeepSeek's pages and of the boards."""
    pages = [change for change in changes if not is_of_boards(change)]
    assert told(pages) == list(STORY)
    assert lines(pages) == story.GOLDEN.read_text(encoding="utf-8")
    assert heard(alerts) == list(BOARD_STORY)
    assert lines(filter(is_of_boards, changes)) == GOLDEN.read_text(encoding="utf-8")


def heard(alerts: Iterable[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """Rows of the alert log as `BOARD_STORY` has them. The key of an alert names its moment."""
    return [
        (minute(alert["alert_key"].split("/")[1]), alert["source"], alert["subject"], *_lines(alert["body"]))
        for alert in alerts
        if is_of_boards(alert)
    ]


def _lines(body: str) -> list[str]:
    """What an alert says has changed, between two empty lines: after what to do, before who saw it where."""
    return [line.removeprefix("- ") for line in body.split("\n\n")[1].splitlines()]


def table() -> str:
    """`BOARD_STORY` as `docs/demo-story.md` prints it: what happened to whom, without the figures of contenders."""
    rows = (f"| {seen} | {source} | {board} | {_short(lines)} |\n" for seen, source, board, *lines in BOARD_STORY)
    return "| seen (UTC) | by | board | what |\n|---|---|---|---|\n" + "".join(rows)


def _short(lines: Iterable[str]) -> str:
    whom: dict[str, list[str]] = {}
    for line in lines:
        name, kind, _ = line.split(": ", 2) if not line.startswith(OF_ALL) else (line, "", "")
        whom.setdefault(kind, []).append(name)
    told = ((kind, ", ".join(dict.fromkeys(names))) for kind, names in whom.items())
    return "; ".join(f"{kind}: {names}" if kind else names for kind, names in told)
