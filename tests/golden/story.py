"""What the demo has to find on DeepSeek's pricing page (EN) since August 2024, and where its sources part.

Written by hand from the dated facts (scrapers/deepseek/dated_facts/prices.csv): when it was seen, from when it holds
where that is another instant, of what, and what kinds of change. `docs/demo-story.md` prints it. `golden/story.txt` has
every change of every source. The first page, 2024-08-02, is the baseline: no changes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).parent / "story.txt"

FIXED = {
    "2025-02-26 16:30": "the standard prices of the row groups are the flat ones of before: as the page prints them",
    "2026-04-26 00:00": "the promotion was seen on 04-25 or 04-26: the later day, before the cut of 12:15",
    "2026-04-30 00:00": "the extension was seen by 04-30: the day it was seen",
    "2026-05-08 00:00": "the date vanished between 05-08 and 05-22: the first capture without it",
    "2026-07-17 00:00": "the date was back by 07-17: the day it was seen",
    "2026-08-22 00:00": "weekends hold from 08-22 16:00; the page was seen saying so on 08-22",
    "2026-09-10 04:00": "announced on 09-09 or 09-10: with the edit that brought V4.1, the first page that has it",
    "2026-09-21 00:00": "holidays appeared between 09-14 and 09-21: the first capture that has them",
    "2026-10-06 00:00": "the note was gone by 10-06: the day it was seen",
}
"""The instants that the facts give only roughly, and why they are fixed as they are."""

STORY = (
    ("2024-09-05 00:00", "", "deepseek-coder", "model removed, name re-routed"),
    ("2024-09-05 00:00", "", "notices", "notice added"),
    ("2024-12-26 00:00", "", "deepseek-chat", "limits changed, promotion started"),
    ("2024-12-26 00:00", "", "notices", "notice removed ×2, notice added ×3"),
    ("2025-01-20 00:00", "", "deepseek-reasoner", "model added"),
    ("2025-01-20 00:00", "", "notices", "notice changed ×2, notice added ×2"),
    ("2025-02-08 16:00", "", "deepseek-chat", "price changed ×3, promotion ended"),
    ("2025-02-08 16:00", "", "notices", "notice removed"),
    ("2025-02-26 16:30", "", "deepseek-chat", "limits changed, price changed ×3"),
    ("2025-02-26 16:30", "", "deepseek-reasoner", "limits changed, price changed ×3"),
    ("2025-02-26 16:30", "", "notices", "notice removed ×5, notice added"),
    ("2025-02-26 16:30", "", "peak hours", "peak hours changed"),
    ("2025-08-21 00:00", "", "notices", "notice removed, notice added ×3"),
    ("2025-08-21 00:00", "2025-09-05 16:00", "deepseek-chat", "price change announced ×3"),
    ("2025-08-21 00:00", "2025-09-05 16:00", "deepseek-reasoner", "price change announced ×3"),
    ("2025-08-21 00:00", "2025-09-05 16:00", "peak hours", "peak hours change announced"),
    ("2025-09-05 16:00", "", "deepseek-chat", "price change now in effect ×3"),
    ("2025-09-05 16:00", "", "deepseek-reasoner", "price change now in effect ×3"),
    ("2025-09-05 16:00", "", "notices", "notice removed ×2"),
    ("2025-09-05 16:00", "", "peak hours", "peak hours change now in effect"),
    ("2025-09-22 00:00", "", "deepseek-chat", "version changed"),
    ("2025-09-22 00:00", "", "deepseek-reasoner", "version changed"),
    ("2025-09-29 00:00", "", "deepseek-chat", "version changed, price changed ×3"),
    ("2025-09-29 00:00", "", "deepseek-reasoner", "version changed, price changed ×3"),
    ("2025-12-01 00:00", "", "deepseek-chat", "version changed"),
    ("2025-12-01 00:00", "", "deepseek-reasoner", "version changed"),
    ("2025-12-01 00:00", "", "notices", "notice removed"),
    ("2026-04-24 00:00", "2026-07-24 15:59", "deepseek-chat", "model removed, retirement announced"),
    ("2026-04-24 00:00", "2026-07-24 15:59", "deepseek-reasoner", "model removed, retirement announced"),
    ("2026-04-24 00:00", "", "deepseek-v4-flash", "model added"),
    ("2026-04-24 00:00", "", "deepseek-v4-pro", "model added"),
    ("2026-04-24 00:00", "", "notices", "notice added"),
    ("2026-04-26 00:00", "", "deepseek-v4-pro", "price changed ×3, promotion started"),
    ("2026-04-26 00:00", "", "notices", "notice added"),
    ("2026-04-26 12:15", "", "deepseek-v4-flash", "price changed"),
    ("2026-04-26 12:15", "", "deepseek-v4-pro", "price changed"),
    ("2026-04-26 12:15", "", "notices", "notice added"),
    ("2026-04-30 00:00", "", "notices", "notice changed"),
    ("2026-04-30 00:00", "2026-05-31 15:59", "deepseek-v4-pro", "promotion extended"),
    ("2026-05-08 00:00", "", "notices", "notice changed"),
    ("2026-05-08 00:00", "", "deepseek-chat", "retirement undated"),
    ("2026-05-08 00:00", "", "deepseek-reasoner", "retirement undated"),
    ("2026-05-22 00:00", "", "notices", "notice removed, notice added ×2"),
    ("2026-05-22 00:00", "2026-05-31 15:59", "deepseek-v4-pro", "promotion made permanent"),
    ("2026-05-22 00:00", "", "deepseek-chat", "sources disagree"),
    ("2026-05-22 00:00", "", "deepseek-reasoner", "sources disagree"),
    ("2026-05-31 15:59", "", "deepseek-v4-pro", "promotion ended"),
    ("2026-05-31 15:59", "", "notices", "notice removed ×2"),
    ("2026-07-17 00:00", "", "notices", "notice changed"),
    ("2026-07-17 00:00", "2026-07-24 15:59", "deepseek-chat", "retirement dated"),
    ("2026-07-17 00:00", "2026-07-24 15:59", "deepseek-reasoner", "retirement dated"),
    ("2026-07-17 03:00", "", "deepseek-chat", "sources agree again"),
    ("2026-07-17 03:00", "", "deepseek-reasoner", "sources agree again"),
    ("2026-07-24 15:59", "", "deepseek-chat", "retirement happened"),
    ("2026-07-24 15:59", "", "deepseek-reasoner", "retirement happened"),
    ("2026-07-24 15:59", "", "notices", "notice removed"),
    ("2026-07-31 00:00", "", "deepseek-v4-flash", "version changed"),
    ("2026-07-31 00:00", "", "notices", "notice added"),
    ("2026-08-06 00:00", "", "notices", "notice added"),
    ("2026-08-13 00:00", "2026-08-16 16:00", "deepseek-v4-pro", "version changed, price change announced ×3"),
    ("2026-08-13 00:00", "", "notices", "notice removed ×2, notice added"),
    ("2026-08-13 00:00", "2026-08-16 16:00", "deepseek-v4-flash", "price change announced ×3"),
    ("2026-08-13 00:00", "2026-08-16 16:00", "peak hours", "peak hours change announced"),
    ("2026-08-16 16:00", "", "deepseek-v4-flash", "price change now in effect ×3"),
    ("2026-08-16 16:00", "", "deepseek-v4-pro", "price change now in effect ×3"),
    ("2026-08-16 16:00", "", "notices", "notice removed, notice added"),
    ("2026-08-16 16:00", "", "peak hours", "peak hours change now in effect"),
    ("2026-08-21 00:00", "", "deepseek-v4-flash-vision-exp", "model added"),
    ("2026-08-22 00:00", "", "notices", "notice changed"),
    ("2026-08-22 00:00", "2026-08-22 16:00", "peak hours", "peak hours change announced"),
    ("2026-09-10 04:00", "2026-08-22 16:00", "peak hours", "peak hours change now in effect"),
    ("2026-09-10 04:00", "", "deepseek-flash", "model added"),
    ("2026-09-10 04:00", "", "deepseek-v4-flash", "model removed, name re-routed"),
    ("2026-09-10 04:00", "", "deepseek-v4-flash-vision-exp", "model removed, name re-routed"),
    ("2026-09-10 04:00", "", "notices", "notice changed, notice added ×2"),
    ("2026-09-10 04:00", "2026-09-14 04:00", "deepseek-v4-pro", "retirement announced"),
    ("2026-09-11 00:00", "", "notices", "notice removed, notice added"),
    ("2026-09-11 00:00", "2026-09-14 04:00", "deepseek-v4-pro", "retirement cancelled"),
    ("2026-09-20 10:00", "", "deepseek-v4-pro", "sources disagree"),
    ("2026-09-21 00:00", "", "notices", "notice changed"),
    ("2026-09-21 00:00", "", "peak hours", "peak hours changed"),
    ("2026-10-06 00:00", "", "notices", "notice removed"),
    ("2026-10-17 00:00", "", "deepseek-flash", "version changed"),
    ("2026-10-17 00:00", "", "deepseek-v4-flash", "replacement changed"),
    ("2026-10-17 00:00", "", "deepseek-v4-flash-vision-exp", "replacement changed"),
    ("2026-10-17 00:00", "", "fetch", "model added, promotion started"),
    ("2026-10-17 00:00", "", "notices", "notice changed, notice added ×2"),
    ("2026-10-17 00:00", "", "search", "model added, promotion started"),
    ("2026-10-31 16:00", "", "fetch", "promotion ended"),
    ("2026-10-31 16:00", "", "notices", "notice removed"),
    ("2026-10-31 16:00", "", "search", "promotion ended"),
)
"""Seen, from when (where that is another instant), subject, and the kinds of change."""


def told(changes: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, str, str]]:
    """Rows of the change log as `STORY` has them: the pricing page's, and where the sources part and meet."""
    counted: dict[tuple[str, str], Counter[str]] = {}
    since: dict[tuple[str, str], set[str]] = {}
    for change in changes:
        if change["source"] == "deepseek_pricing" or change["kind"].startswith("sources"):
            key = (minute(change["seen_at"]), change["subject"])
            counted.setdefault(key, Counter())[change["kind"]] += 1
            since.setdefault(key, set()).add(minute(change["effective_at"]))
    return [
        (seen, ", ".join(sorted(since[seen, subject] - {"", seen})), subject, _kinds(kinds))
        for (seen, subject), kinds in counted.items()
    ]


def _kinds(kinds: Mapping[str, int]) -> str:
    return ", ".join(kind if count == 1 else f"{kind} ×{count}" for kind, count in kinds.items())


def minute(instant: object) -> str:
    """`2026-08-16 16:00`, of an instant in any of the forms in which databases and JSON have it."""
    return str(instant or "")[:16].replace("T", " ")


def lines(changes: Iterable[Mapping[str, Any]]) -> str:
    """Every change, a line each."""
    columns = ("source", "kind", "subject", "said_before", "said_after")
    return "".join(
        " | ".join([minute(c["seen_at"]), *(str(c[name] or "") for name in columns), minute(c["effective_at"])]) + "\n"
        for c in changes
    )


def table() -> str:
    """`STORY` as `docs/demo-story.md` prints it."""
    rows = (f"| {seen} | {since} | {subject} | {kinds} |\n" for seen, since, subject, kinds in STORY)
    return "| seen (UTC) | from | of | what |\n|---|---|---|---|\n" + "".join(rows)
