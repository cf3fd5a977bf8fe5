"""`almanac held`: what waits for a person, in the terminal."""

import json

from tests.pages import body, replaced
from tests.test_cli import Saved, saved, track
from tests.typed import Almanac

__all__ = ["saved"]
DEAR = replaced(">$0.28<", ">$28<")


def hold(almanac: Almanac, saved: Saved) -> int:
    """A price a hundred times what it was, seen once; the id of its snapshot."""
    track(almanac, saved(body()), "2026-05-08")
    assert "held: seen once" in track(almanac, saved(DEAR), "2026-05-08T01:00Z").out
    return almanac("held", "--json").rows[0]["id"]


def test_nothing_held_says_so(almanac: Almanac, saved: Saved) -> None:
    track(almanac, saved(body()), "2026-05-08")
    typed = almanac("held")
    assert (typed.code, typed.out, typed.err) == (0, "", "nothing is held\n")


def test_what_is_held_stands_beside_what_is_believed_in_eighty_columns(almanac: Almanac, saved: Saved) -> None:
    number = hold(almanac, saved)
    lines = almanac("held").out.splitlines()
    assert lines[0] == f"snapshot {number} of deepseek_pricing, held since 2026-05-08 01:00Z"
    place = lines.index("price deepseek-v4-flash output flat USD")
    assert lines[place + 1 : place + 3] == [
        "  believed  output 0.28 USD / 1M tokens",
        "  read      output 28 USD / 1M tokens",
    ]
    assert f"  almanac held accept {number}   records what was read" in lines
    assert max(map(len, lines)) <= 80


def test_accepting_records_what_was_read(almanac: Almanac, saved: Saved) -> None:
    number = hold(almanac, saved)
    assert almanac("held", "accept", str(number), "--note", "asked").out.startswith("deepseek_pricing: accepted; facts")
    amounts = {row["amount"] for row in almanac("prices", "deepseek-v4-flash", "--json").rows}
    assert "28" in amounts


def test_rejecting_keeps_what_is_believed(almanac: Almanac, saved: Saved) -> None:
    number = hold(almanac, saved)
    assert almanac("held", "reject", str(number)).code == 0
    track(almanac, saved(DEAR + "\n"), "2026-05-08T02:00Z")
    amounts = {row["amount"] for row in almanac("prices", "deepseek-v4-flash", "--json").rows}
    assert "28" not in amounts
    assert almanac("held").err == "nothing is held\n"


def test_an_unknown_snapshot_is_a_mistake_that_says_what_to_do(almanac: Almanac, saved: Saved) -> None:
    hold(almanac, saved)
    typed = almanac("held", "accept", "999")
    assert typed.code == 2
    assert "no snapshot 999: `almanac held` lists what can be decided" in typed.err


def test_json_has_a_line_for_each_doubted_fact(almanac: Almanac, saved: Saved) -> None:
    hold(almanac, saved)
    rows = [json.loads(line) for line in almanac("held", "--json").out.splitlines()]
    assert {row["fact"] for row in rows} == {"price"}
    assert all(row["believed"] != row["read"] for row in rows)
