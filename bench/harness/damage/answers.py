"""Damage to several answers in one body: answers and fields dropped, doubled, exchanged, mistyped; to tables in CSV."""

import csv
import json
from collections.abc import Callable
from io import StringIO
from random import Random
from typing import Any, cast

from bench.harness.damage.base import BasePage, bases
from bench.harness.damage.text import cut_off_somewhere

JsonAnswer = dict[str, Any]
JsonAnswers = list[JsonAnswer]
CsvRows = list[list[str]]
OTHER_TYPES: tuple[object, ...] = (None, 0, 1, True, False, "", "mit", "other", "yes", [], {}, ["mit"], -1, 1e400)
MISSING = (401, 403, 404, 410)


def of_answers(change: Callable[[JsonAnswers, Random], bool | None]) -> Callable[[BasePage, Random], bytes | None]:
    """Damage to answers in their place; none where `change` returns False."""

    def damage(base: BasePage, rng: Random) -> bytes | None:
        body: dict[str, JsonAnswers] = json.loads(base.body)
        return None if change(body["answers"], rng) is False else json.dumps(body).encode()

    return damage


def answer_dropped(answers: JsonAnswers, rng: Random) -> None:
    answers.pop(rng.randrange(len(answers)))


def answer_doubled(answers: JsonAnswers, rng: Random) -> None:
    answers.insert(rng.randrange(len(answers)), json.loads(json.dumps(rng.choice(answers))))


def answers_moved(answers: JsonAnswers, rng: Random) -> None:
    rng.shuffle(answers)


def answers_exchanged(answers: JsonAnswers, rng: Random) -> None:
    """Each under the other's address."""
    one, other = rng.sample(answers, 2)
    one["answer"], other["answer"] = other["answer"], one["answer"]


def answer_missing(answers: JsonAnswers, rng: Random) -> None:
    for answer in rng.sample(answers, rng.randrange(1, len(answers) + 1)):
        answer["status"], answer["answer"] = rng.choice(MISSING), None


def answer_of_an_earlier_day(base: BasePage, rng: Random) -> bytes | None:
    earlier = [other for other in bases(base.source) if other.at < base.at]
    if not earlier:
        return None
    body, before = json.loads(base.body), json.loads(rng.choice(earlier).body)
    place = rng.randrange(len(body["answers"]))
    body["answers"][place] = before["answers"][place]
    return json.dumps(body).encode()


def _objects(value: object) -> list[JsonAnswer]:
    """Every object in a value, itself included."""
    if not isinstance(value, dict | list):
        return []
    holder = cast("JsonAnswer | list[object]", value)
    if isinstance(holder, list):
        return [found for each in holder for found in _objects(each)]
    return [holder, *(found for each in holder.values() for found in _objects(each))]


def _some_object(answers: JsonAnswers, rng: Random) -> JsonAnswer:
    return rng.choice([found for found in _objects(rng.choice(answers)) if found])


def field_dropped(answers: JsonAnswers, rng: Random) -> None:
    where = _some_object(answers, rng)
    where.pop(rng.choice(list(where)))


def field_of_another_type(answers: JsonAnswers, rng: Random) -> None:
    """A field has a value of another type; one that it may have would be another statement: `gated` may be false."""
    where = _some_object(answers, rng)
    name = rng.choice(list(where))
    others = [value for value in OTHER_TYPES if type(value) is not type(where[name])]
    where[name] = rng.choice([value for value in others if not (name == "gated" and value is False)])


def field_more(answers: JsonAnswers, rng: Random) -> None:
    _some_object(answers, rng)[rng.choice(("licence", "Gated", "score", "total", "notes2"))] = rng.choice(OTHER_TYPES)


def fields_exchanged(answers: JsonAnswers, rng: Random) -> bool:
    """One field of two answers, each in the other's place."""
    stated: JsonAnswers = [answer["answer"] for answer in answers if answer["status"] == 200]
    one, other = rng.sample(stated, 2)
    name = rng.choice([name for name in ("id", "cardData", "tags") if one[name] != other[name]] or ["id"])
    one[name], other[name] = other[name], one[name]
    return True


def of_cells(change: Callable[[CsvRows, Random], bool | None]) -> Callable[[BasePage, Random], bytes | None]:
    """Damage to a table in CSV; its first row has the titles."""

    def damage(base: BasePage, rng: Random) -> bytes | None:
        rows = list(csv.reader(StringIO(base.text, newline="")))
        if change(rows, rng) is False:
            return None
        out = StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        return out.getvalue().encode()

    return damage


def cut_off_in_a_row(base: BasePage, rng: Random) -> bytes | None:
    body = cut_off_somewhere(base, rng)
    return None if body.endswith(b"\n") else body


def rows_cut_off(base: BasePage, rng: Random) -> bytes | None:
    """A table that ends behind one of its rows: whole to a reader. (The archive has a checksum of each file.)"""
    rows = list(csv.reader(StringIO(base.text, newline="")))
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows[: rng.randrange(2, len(rows))])
    return out.getvalue().encode()


def _row(rows: CsvRows, rng: Random) -> list[str]:
    return rng.choice(rows[1:])


def cell_dropped(rows: CsvRows, rng: Random) -> None:
    row = _row(rows, rng)
    row.pop(rng.randrange(len(row)))


def cell_doubled(rows: CsvRows, rng: Random) -> None:
    row = _row(rows, rng)
    place = rng.randrange(len(row))
    row.insert(place, row[place])


def cells_exchanged(rows: CsvRows, rng: Random) -> bool:
    """Two cells of one row that differ, each in the other's place."""
    row = _row(rows, rng)
    one, other = rng.sample(range(len(row)), 2)
    row[one], row[other] = row[other], row[one]
    return row[one] != row[other]


def cell_emptied(rows: CsvRows, rng: Random) -> bool:
    row = _row(rows, rng)
    place = rng.randrange(len(row))
    was, row[place] = row[place], ""
    return was != ""


def title_dropped(rows: CsvRows, rng: Random) -> None:
    rows[0].pop(rng.randrange(len(rows[0])))


def title_renamed(rows: CsvRows, rng: Random) -> None:
    rows[0][rng.randrange(len(rows[0]))] = rng.choice(("Score", "Accuracy", "model", "", "ID2"))


def titles_exchanged(rows: CsvRows, rng: Random) -> None:
    """Two titles without their cells."""
    one, other = rng.sample(range(len(rows[0])), 2)
    rows[0][one], rows[0][other] = rows[0][other], rows[0][one]


def columns_moved(rows: CsvRows, rng: Random) -> None:
    """The columns in another order, with their titles; rows that were shorter are filled."""
    places = list(range(len(rows[0])))
    rng.shuffle(places)
    whole = [[*row, *[""] * (len(places) - len(row))] for row in rows]
    rows[:] = [[row[place] for place in places] for row in whole]


def column_dropped(rows: CsvRows, rng: Random) -> None:
    """A column with its title; the rows that are shorter lose their last cell where it is the last column."""
    place = rng.randrange(len(rows[0]))
    rows[:] = [[*row[:place], *row[place + 1 :]] for row in rows]
