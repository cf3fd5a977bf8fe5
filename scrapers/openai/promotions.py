"""Promotions in the sentences of OpenAI's page of prices.

A sentence says through which day a reduced price lasts at least. What follows is not published, so that nothing ends
by itself: the promotion stays as it is until the page says otherwise.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from models.facts import Promotion
from models.readings import KeptFacts
from scrapers.parse import MarkdownSection, UnreadValues, find_instants
from scrapers.price_list import PACIFIC

NAMES_ONE = re.compile(
    r"\b(?:promotion|promotional|introductory price|introductory pricing|discounted|price cut)", re.I
)
LASTS = re.compile(
    r"(?P<name>GPT-[0-9][\w.]*(?: [A-Z][a-z]+)*)['’]s promotional pricing is available "
    r"at least through (?P<day>[^.]+)\."
)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z[`])")


def promotions(source: str, sections: Sequence[MarkdownSection], odd: UnreadValues) -> Iterator[Promotion]:
    """Yield the promotions of the sentences that name one; a sentence of another form is reported as unread."""
    lasts: dict[str, dict[date, str]] = {}
    rows = [row for section in sections for table in section.tables for row in table.rows]
    names = {cell.partition(" (")[0] for row in rows for cell in row}
    for place, sentence in dict.fromkeys(_sentences(sections)):
        found = LASTS.fullmatch(sentence)
        model, day = (found["name"].lower().replace(" ", "-"), _day(found["day"])) if found else ("", None)
        if day and model in names:
            lasts.setdefault(model, {})[day] = place
        elif NAMES_ONE.search(sentence):
            odd.add(place, sentence, [KeptFacts.of(Promotion, source=source)])
    for model, days in lasts.items():
        if len(days) > 1:
            shown = " and ".join(str(day) for day in sorted(days))
            odd.add(model, f"a promotion through {shown}", [KeptFacts.of(Promotion, source=source, model=model)])
            continue
        [(last, place)] = days.items()
        yield Promotion(
            source=source,
            model=model,
            percent_off=None,
            starts_at=None,
            ends_at=datetime.combine(last + timedelta(days=1), time(0), PACIFIC).astimezone(UTC),
            after_end=None,
            locator=place,
        )


def _sentences(sections: Iterable[MarkdownSection]) -> Iterator[tuple[str, str]]:
    for section in sections:
        for line in section.lines:
            for sentence in SENTENCE_END.split(line):
                yield section.place, sentence


def _day(text: str) -> date | None:
    found = find_instants(text)
    is_day = len(found) == 1 and found[0].day_only and (found[0].start, found[0].end) == (0, len(text))
    return found[0].day if is_day else None
