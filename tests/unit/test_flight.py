"""Flight data: what a Next.js page pushes to its own scripts, and what stands in it."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from bench.harness.arena_rows import pushed
from scrapers.page import PageChanged
from scrapers.parse.next_flight import MOST_REFERENCES, flight_data, resolve_reference, value_after, values_after

ROWS = 'f:T5,é\n{x1:[["overall",{"name":"all"}],7]\n2:I[8225,[],"default"]\n3:"$1:0:1:name"\n4:"$4"\n'


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_row_may_be_split_across_pushes(size: int) -> None:
    assert flight_data(f"<html>{pushed(ROWS, size)}</html>".encode()) == ROWS


def test_a_page_without_flight_data_pushes_nothing() -> None:
    assert flight_data("<html></html>") == ""


def test_other_pushes_are_left_out() -> None:
    assert flight_data(f"<script>self.__next_f.push([0])</script>{pushed('a')}") == "a"


def test_a_text_that_names_a_push_is_no_push() -> None:
    said = 'x self.__next_f.push([1,"no"]) y'
    assert flight_data(pushed(said, 1000)) == said


@pytest.mark.parametrize(
    "broken", ['self.__next_f.push([1,"half', "self.__next_f.push([1,7])", 'self.__next_f.push([1,"a"']
)
def test_half_a_push_is_refused(broken: str) -> None:
    with pytest.raises(PageChanged):
        flight_data(f"<script>{broken}")


def test_bytes_that_are_not_utf_8_are_refused() -> None:
    with pytest.raises(PageChanged, match="UTF-8"):
        flight_data(b"\xff")


def test_numbers_are_exact() -> None:
    found = value_after('{"a":{"n":1496.10,"m":12345678901234567890,"d":0.1}}', '"a":')
    assert {name: str(value) for name, value in found.items()} == {
        "n": "1496.10",
        "m": "12345678901234567890",
        "d": "0.1",
    }
    assert isinstance(found["n"], Decimal)
    assert isinstance(found["m"], int)


@pytest.mark.parametrize(
    "flight",
    [
        "",
        '"a":[1',
        '"a":NaN',
        '"a":Infinity',
        '"a":1,"a":2',
        '"a":{"b":1,"b":2}',
        '"a":' + "9" * 5000,
    ],
)
def test_what_is_not_one_whole_value_is_refused(flight: str) -> None:
    with pytest.raises(PageChanged):
        value_after(flight, '"a":')


def test_the_same_value_twice_is_one() -> None:
    assert value_after('"a":[1],"a":[1]', '"a":') == [1]


def test_a_value_is_chosen_by_how_it_begins() -> None:
    flight = '"m":["x"],"m":[{"id":1}],"m":[{"id":2}]'
    assert list(values_after(flight, '"m":', "[{")) == [[{"id": 1}], [{"id": 2}]]


MEANT = {"$undefined": None, "$$5": "$5", "plain": "plain", "$1:0:1:name": "all", "$1:1": 7, "$Q1:0:0": "overall"}


@pytest.mark.parametrize("value", [*MEANT, 5, None])
def test_a_reference_is_what_it_leads_to(value: str | int | None) -> None:
    assert resolve_reference(value, ROWS) == (MEANT[value] if isinstance(value, str) else value)


def test_a_reference_may_lead_to_another_and_to_a_text() -> None:
    assert (resolve_reference("$3", ROWS), resolve_reference("$f", ROWS)) == ("all", "é\n{x")


def chain(references: int, end: str) -> str:
    """Rows that lead from `$0` over this many references to a value."""
    targets = [f"${number:x}" for number in range(1, references)]
    return "".join(f'{number:x}:"{target}"\n' for number, target in enumerate([*targets, end]))


@pytest.mark.parametrize(("end", "value"), [("all", "all"), ("$undefined", None), ("$$5", "$5")])
@pytest.mark.parametrize("references", [1, 2, MOST_REFERENCES])
def test_a_chain_of_the_longest_length_leads_to_its_value(references: int, end: str, value: str | None) -> None:
    assert resolve_reference("$0", chain(references, end)) == value


@pytest.mark.parametrize("flight", [chain(MOST_REFERENCES + 1, "all"), chain(1, "$0"), chain(2, "$0"), chain(3, "$1")])
def test_a_longer_chain_and_a_cycle_are_refused_by_their_first_reference(flight: str) -> None:
    with pytest.raises(PageChanged, match="leads to no end") as refusal:
        resolve_reference("$0", flight)
    assert refusal.value.text == "$0"


@pytest.mark.parametrize("value", ["$9", "$1:5", "$1:0:1:none", "$1:0:x", "$2", "$4", "$L!", "$1:1:0"])
def test_a_reference_that_leads_nowhere_is_refused_by_name(value: str) -> None:
    with pytest.raises(PageChanged) as refusal:
        resolve_reference(value, ROWS)
    assert value in refusal.value.text


def test_flight_data_survives_any_escape() -> None:
    said = json.dumps({"t": '\u2028</script>\\"\n€'})
    assert value_after(flight_data(pushed(f'"v":{said}', 3)), '"v":') == json.loads(said)


def test_one_decoder_reads_the_json_of_pages() -> None:
    """No reader parses JSON on its own, less strictly."""
    files = sorted((Path(__file__).parents[2] / "scrapers").rglob("*.py"))
    assert [file.name for file in files if "JSONDecoder" in (text := file.read_text()) or "json.loads" in text] == [
        "several_answers.py",
        "json_exact.py",
    ]
