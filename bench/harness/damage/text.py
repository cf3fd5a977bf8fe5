"""Damage to text: pages and paragraphs cut off, digits changed, notes and languages mixed up."""

import re
from random import Random

from bench.harness.damage.base import ARTICLE, Base, Damage, exchanged, paragraphs, pick, put, two
from bench.harness.damage.cells import amounts

LINE = re.compile(r"(?:(?<=<p>)|(?<=<li>)|(?<=>\n))\([0-9]\) .*?(?=<br>|</p>|</li>)", re.DOTALL)
DATE = re.compile(
    r"20[0-9]{2}[/-][0-9]{1,2}[/-][0-9]{1,2}|20[0-9]{2} ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日|[0-9]{1,2}:[0-9]{2}"
    r"|[A-Z][a-z]+ [0-9]{1,2}(?:st|nd|rd|th)?, 20[0-9]{2}"
)
HEADING = re.compile(r"<h[1-4][^>]*>.*?</h[1-4]>", re.DOTALL)
DIGIT = re.compile("[0-9]")
SHOWN = re.compile(r">[^<]*[0-9][^<]*<")
TAG = re.compile("<(/?)(?!br|hr|input|img|meta)([a-z][a-z0-9]*)")
MARK = re.compile(r"\(([0-9])\)")


def cut_off(base: Base, percent: int) -> bytes:
    whole = base.body.rstrip()
    return whole[: len(whole) * percent // 100]


def article_cut(base: Base, percent: int, number: int = 0) -> str | None:
    """One article cut off; what stands below it is there."""
    articles = list(ARTICLE.finditer(base.text))
    if number >= len(articles):
        return None
    text = articles[number][0]
    return put(base.text, articles[number], text[: len(text) * percent // 100])


def cut_off_somewhere(base: Base, rng: Random) -> bytes:
    return cut_off(base, rng.randrange(100))


def article_cut_somewhere(base: Base, rng: Random) -> str | None:
    return article_cut(base, rng.randrange(100), rng.randrange(len(ARTICLE.findall(base.text)) or 1))


def article_cut_and_closed(base: Base, rng: Random) -> str | None:
    """Cut off somewhere, and whatever made the page closed the tags that were open."""
    article = pick(rng, list(ARTICLE.finditer(base.text)))
    if article is None:
        return None
    kept = re.sub(r"<[^>]*$", "", article[0][: rng.randrange(len(article[0]))])
    open_tags: list[str] = []
    for slash, name in TAG.findall(kept):
        if not slash:
            open_tags.append(name)
        elif name in open_tags:
            open_tags.pop()
    return put(base.text, article, kept + "".join(f"</{name}>" for name in reversed(open_tags)))


def paragraph_cut(base: Base, rng: Random) -> str | None:
    paragraph = pick(rng, paragraphs(base.text))
    return paragraph and put(base.text, paragraph, paragraph[2][: rng.randrange(len(paragraph[2]) + 1)], 2)


def paragraph_dropped(base: Base, rng: Random) -> str | None:
    paragraph = pick(rng, paragraphs(base.text))
    return paragraph and put(base.text, paragraph, "")


def paragraph_doubled(base: Base, rng: Random) -> str | None:
    paragraph = pick(rng, paragraphs(base.text))
    return paragraph and put(base.text, paragraph, paragraph[0] * 2)


def paragraphs_exchanged(base: Base, rng: Random) -> str | None:
    pair = two(rng, paragraphs(base.text))
    return pair and exchanged(base.text, *pair, 2)


def note_dropped(base: Base, rng: Random) -> str | None:
    note = pick(rng, list(LINE.finditer(base.text)))
    return note and put(base.text, note, "")


def note_doubled(base: Base, rng: Random) -> str | None:
    note = pick(rng, list(LINE.finditer(base.text)))
    return note and put(base.text, note, f"{note[0]}<br>\n{note[0]}")


def notes_exchanged(base: Base, rng: Random) -> str | None:
    pair = two(rng, list(LINE.finditer(base.text)))
    return pair and exchanged(base.text, *pair)


def renumbered(base: Base, rng: Random) -> str | None:
    """Every marker and every note has another number, or one of them has."""
    if rng.random() < 0.5:
        by = rng.randrange(1, 9)
        return MARK.sub(lambda mark: f"({(int(mark[1]) + by) % 10})", base.text)
    mark = pick(rng, list(MARK.finditer(base.text)))
    return mark and put(base.text, mark, str(rng.randrange(10)), 1)


def paragraph_of_another_day(base: Base, rng: Random) -> str | None:
    paragraph, other = pick(rng, paragraphs(base.text)), pick(rng, paragraphs(base.of_another_day(rng)))
    return paragraph and other and put(base.text, paragraph, other[2], 2)


def note_of_another_day(base: Base, rng: Random) -> str | None:
    note, other = pick(rng, list(LINE.finditer(base.text))), pick(rng, list(LINE.finditer(base.of_another_day(rng))))
    return note and other and put(base.text, note, other[0])


def date_digit(base: Base, rng: Random) -> str | None:
    date = pick(rng, list(DATE.finditer(_article(base))))
    return date and _digit_changed(base, date, rng)


def other_digit(base: Base, rng: Random) -> str | None:
    """Any digit that is shown, but those of prices in tables and of dates: versions, limits, per cent, names."""
    text = _article(base)
    taken = [(match.start(), match.end()) for match in (*amounts(text), *DATE.finditer(text))]
    piece = pick(rng, list(SHOWN.finditer(text)))
    digit = pick(rng, list(DIGIT.finditer(text, piece.start(), piece.end()))) if piece else None
    if digit is None or any(start <= digit.start() < end for start, end in taken):
        return None
    return _digit_changed(base, digit, rng)


def _article(base: Base) -> str:
    """The page's text with everything but its articles blanked out."""
    kept, place = "", 0
    for article in ARTICLE.finditer(base.text):
        kept += " " * (article.start() - place) + article[0]
        place = article.end()
    return kept


def _digit_changed(base: Base, within: re.Match[str], rng: Random) -> str:
    digit = rng.choice(list(DIGIT.finditer(base.text, within.start(), within.end())))
    return put(base.text, digit, rng.choice([sign for sign in "0123456789" if sign != digit[0]]))


def of_the_other_language(find: re.Pattern[str]) -> Damage:
    """A part of the page as the page of the other language has it, in the same place where it can be."""

    def damage(base: Base, rng: Random) -> str | None:
        mine, others = list(find.finditer(base.text)), list(find.finditer(base.other_language))
        if not mine or not others:
            return None
        place = rng.randrange(len(mine))
        return put(base.text, mine[place], others[min(place, len(others) - 1)][0])

    return damage
