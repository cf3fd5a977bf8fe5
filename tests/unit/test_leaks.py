"""Damage that was once told as a fact, each case by itself: where it is refused or held now, and why."""

import re
from collections.abc import Callable

import pytest

from bench.harness.damage.base import put, shown
from bench.harness.damage.judged import judged
from bench.harness.damage.pages import Damaged
from bench.harness.damage.tables import TABLE, expanded, printed
from bench.harness.damage.whole import SECTION
from bench.harness.dates import day

Edit = Callable[[str], str]


def replaced(*pairs: tuple[str, str]) -> Callable[[str], str]:
    def edit(text: str) -> str:
        for old, new in pairs:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        return text

    return edit


def without(pattern: str) -> Callable[[str], str]:
    def edit(text: str) -> str:
        found, count = re.subn(pattern, "", text, count=1, flags=re.DOTALL)
        assert count == 1
        return found

    return edit


def exchanged(one: str, other: str) -> Callable[[str], str]:
    """The first of each in the place of the other."""
    return lambda text: text.replace(one, "\x00", 1).replace(other, one, 1).replace("\x00", other, 1)


def sections_exchanged(first: str, second: str) -> Edit:
    """Two parts of the change log, each under the other's date."""

    def edit(text: str) -> str:
        one, other = (next(part[0] for part in SECTION.finditer(text) if name in part[0]) for name in (first, second))
        return exchanged(one, other)(text)

    return edit


def narrower(number: int) -> Edit:
    """A table without its last column, its spans mended."""

    def edit(text: str) -> str:
        table = list(TABLE.finditer(text))[number]
        return put(text, table, printed([row[:-1] for row in expanded(table[0])]))

    return edit


def copied_column(text: str) -> str:
    """The prices of the last model printed for the first one, too."""
    return re.sub(r"<td>[$][0-9.]+</td>(?=(<td>[$][0-9.]+</td>)</tr>)", r"\1", text)


EN, ZH, LOG, NEWS = "deepseek_pricing", "deepseek_pricing_zh", "deepseek_updates", "deepseek_news"
HALVES = ("DEFAULT: 4K<br>MAXIMUM: 8K", "DEFAULT: 32K<br>MAXIMUM: 64K")
LEAKS: dict[str, tuple[str, str, Edit, str, str]] = {
    "amounts of two kinds": (EN, "2026-10-18", exchanged("$0.3<", "$0.6<"), "held", "in another place"),
    "amounts of a dated kind": (EN, "2026-06-01", exchanged("$0.0028<", "$0.003625<"), "held", "in another place"),
    "an amount that two models share": (ZH, "2025-08-22", exchanged(">4元<", ">8元<"), "held", "in another place"),
    "an announced amount in force": (EN, "2026-08-14", exchanged("$0.28<", "$0.66<"), "held", "in another place"),
    "prices of another model": (EN, "2026-08-17", copied_column, "held", "in another place"),
    "a list price times a hundred": (EN, "2024-12-27", replaced(("$1.10<", "$110<")), "held", "to 0.28 (110)"),
    "limits of two models": (EN, "2025-09-22", exchanged(*HALVES), "held", "stood behind deepseek"),
    "headers of limits": (EN, "2024-09-10", exchanged("CONTEXT LENGTH", "MAX OUTPUT TOKENS"), "refused", "not below"),
    "a price for a limit": (ZH, "2024-09-10", replaced((">128K<", ">1元<")), "refused", "not a limit"),
    "no row of versions": (EN, "2026-05-08", without("<tr><td[^>]*>MODEL VERSION.*?</tr>"), "held", "back to none"),
    "a version of before": (EN, "2026-08-20", replaced(("-Pro-0813", "-Pro")), "held", "back to DeepSeek-V4-Pro"),
    "no model, its retirement withdrawn": (EN, "2026-09-11", narrower(0), "held", "deepseek-v4-pro has vanished"),
    "no model, days before its end": (EN, "2026-09-10 05:00", narrower(0), "held", "deepseek-v4-pro has vanished"),
    "announced prices without a model": (EN, "2025-08-22", narrower(1), "held", "not said any more"),
    "no announced prices": (
        EN,
        "2026-08-14",
        without("<p>.1. These prices.*?</table></div>"),
        "held",
        "not said any more",
    ),
    "no announced peak hours": (
        EN,
        "2026-08-14",
        without(", with peak hours[^<]*every day"),
        "held",
        "some of its words",
    ),
    "a note cut off": (NEWS, "2026-05-01", without("r Jul 24th, 2026.*?flash</code>[.]"), "held", "some of its words"),
    "an entry's dates gone": (
        LOG,
        "2026-05-01",
        without(" in three months .2026-07-24."),
        "held",
        "some of its words",
    ),
    "old sections exchanged": (LOG, "2025-12-02", sections_exchanged("R1-0528", "V3-0324"), "held", "is dated 2025"),
    "a section of before": (
        LOG,
        "2024-08-03",
        sections_exchanged("Context Cach", "V2-0517"),
        "held",
        "was named before",
    ),
    "half a price, and no notes": (
        EN,
        "2026-09-21",
        lambda text: re.sub(
            "(?<=[$]3)[.]96.*?(?=(?:</div>)+</article>)", "</td></tr></table></b></div>", text, flags=re.DOTALL
        ),
        "held",
        "none of its 4 notes",
    ),
    "a tag left open": (LOG, "2026-10-18", without("</code> is now"), "refused", "cut off in the middle"),
    "half a tag": (
        LOG,
        "2024-12-27",
        without("(?<=The <code)>deepseek-chat.*?1210</strong>[.]"),
        "refused",
        "inside a tag",
    ),
    "no more of a tag than its bracket": (
        NEWS,
        "2026-09-10 04:00",
        without("(?<=requests to <)code>deepseek-v4-pro.*?V4.1 Flash price[.]"),
        # That post is named as unread, and no older one speaks in its stead.
        "same",
        "",
    ),
    "no UTF-8": (ZH, "2026-05-08", lambda text: text.replace("元", "\udcff", 1), "refused", "not UTF-8"),
}


@pytest.mark.parametrize("name", LEAKS)
def test_nothing_leaks_through(name: str) -> None:
    source, at, edit, outcome, why = LEAKS[name]
    base = shown(source, day(at))
    damaged = edit(base.text)
    assert damaged != base.text
    found = judged(Damaged(base, name, damaged.encode(errors="surrogateescape")))
    assert (found.outcome, why in found.why) == (outcome, True), found.why
