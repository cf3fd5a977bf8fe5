"""Sections about other products, made at random and set into every place of the pricing page, in both languages.

`python -m bench.foreign [COUNT] [SEED]`: of COUNT pages none may be refused, none may state another fact, and each
foreign part has to be named: in `Reading.unread`, or as a note of its own.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from bs4 import BeautifulSoup

from bench.harness.arguments import arguments
from models.facts import Fact, Notice
from models.readings import Reading
from samples.deepseek.facts import Language
from samples.deepseek.pages import change_instants, pricing
from scrapers.page import Page, PageChanged
from scrapers.parse import plain_text
from scrapers.registry import SOURCES

SOURCE: dict[Language, str] = {"en": "deepseek_pricing", "zh": "deepseek_pricing_zh"}
TITLES: dict[Language, tuple[str, ...]] = {
    "en": ("Model", "Item", "API", "Plan", "Unit", "Price", "Billing", "Region", "Monthly fee", "Quota", "Output"),
    "zh": ("模型", "项目", "接口", "套餐", "单位", "价格", "计费方式", "地域", "月费", "额度", "输出"),
}
THINGS: dict[Language, tuple[str, ...]] = {
    "en": ("Image generation", "Video (720p)", "Embeddings", "Speech", "Storage", "Fine-tuning", "nimbus-9", "Seats"),
    "zh": ("图像生成", "视频(720p)", "向量", "语音", "存储", "微调", "nimbus-9", "席位"),
}
UNITS: dict[Language, tuple[str, ...]] = {
    "en": ("per image", "per second", "1M vectors", "hour", "GB month", "-", "N/A", "TBD"),
    "zh": ("每张", "每秒", "百万向量", "小时", "GB 月", "-", "N/A", "待定"),
}
WORDS: dict[Language, tuple[str, ...]] = {
    "en": ("All fees are before tax.", "Seats are billed monthly.", "Ask sales for a quote.", "Images up to 2K."),
    "zh": ("费用不含税。", "席位按月计费。", "请联系销售。", "图像最大 2K。"),
}
HEADINGS: dict[Language, tuple[str, ...]] = {
    "en": ("Image Pricing", "Speech", "Plans for Teams", "Storage", "Support"),
    "zh": ("图像价格", "语音合成价格", "团队套餐", "存储", "支持"),
}
MARKED = re.compile(r"<(?:h2|table|p|ul|hr|div style)")


@dataclass(frozen=True)
class Foreign:
    """A piece of HTML about something else, and a text in it that has to be named."""

    kind: str
    html: str
    text: str


def table(language: Language, rng: Random) -> Foreign:
    """Titles, rows and amounts; now and then ragged, with spans, heads, struck prices or a table within."""
    width = rng.randint(2, 5)
    titles = rng.sample(TITLES[language], width)
    cell = "th" if rng.random() < 0.5 else "td"
    rows = [[_cell(language, rng, column) for column in range(width)] for _ in range(rng.randint(1, 6))]
    if rng.random() < 0.2:
        del rows[rng.randrange(len(rows))][-1]
    span = ' rowspan="9"' if rng.random() < 0.2 else ""
    body = "".join(f"<tr><td{span}>{'</td><td>'.join(row)}</td></tr>" for row in rows)
    mark = f"mark {rng.randrange(10**9)}"
    head = "".join(f"<{cell}>{title}</{cell}>" for title in titles)
    return Foreign("table", f"<table><tr>{head}</tr>{body}<tr><td>{mark}</td></tr></table>", mark)


def _cell(language: Language, rng: Random, column: int) -> str:
    if column == 0:
        return rng.choice(THINGS[language])
    amount = f"{rng.randint(0, 40)}.{rng.randint(0, 99):02}"
    priced = f"${amount}" if language == "en" else f"{amount}元"
    made = rng.choice(
        (rng.choice(UNITS[language]), priced, f"{priced}<del>{priced}</del>", f"{priced}<sup>*</sup>", "")
    )
    return made if rng.random() < 0.95 else f"<ul><li>{made}</li></ul>"


def points(language: Language, rng: Random) -> Foreign:
    mark = f"mark {rng.randrange(10**9)}"
    items = [*(rng.choice(WORDS[language]) for _ in range(rng.randint(1, 4))), f"{_cell(language, rng, 1)} {mark}"]
    kind = rng.choice(("ul", "ol"))
    return Foreign("list", f"<{kind}>{''.join(f'<li>{item}</li>' for item in items)}</{kind}>", mark)


def section(language: Language, rng: Random) -> Foreign:
    inner = rng.choice((table, points))(language, rng)
    heading, level = rng.choice(HEADINGS[language]), rng.choice(("h2", "h3", "h4"))
    words = f"<p>{rng.choice(WORDS[language])}</p>" * rng.randint(0, 2)
    return Foreign("section", f"<{level}>{heading}</{level}>{words}{inner.html}{words}", inner.text)


KINDS: tuple[Callable[[Language, Random], Foreign], ...] = (table, points, section)


def places(page: str) -> list[int]:
    """The ranges of the blocks of a page's article, outside of tables, lists and tabs."""
    start = re.search("</h1>", page)
    end = page.find("</div></article>", start.end() if start else 0)
    end = end if end >= 0 else page.rfind("</article>")
    found = [match.start() for match in MARKED.finditer(page, start.end() if start else 0, end)]
    return [*(place for place in found if _is_between_blocks(page[start.end() if start else 0 : place])), end]


def _is_between_blocks(before: str) -> bool:
    tags = ("table", "ul", "ol", "p", "b", "h2")
    opened = all(len(re.findall(rf"<{tag}[ >]", before)) == before.count(f"</{tag}>") for tag in tags)
    return opened and "tabpanel" not in before[before.rfind("</h2>") :]


def stated(reading: Reading) -> list[tuple[type[Fact], object, object, object]]:
    """The facts of a reading but its notes."""
    return sorted(
        (
            (type(fact), fact.key, fact.effective_from, fact.value)
            for fact in reading.facts
            if not isinstance(fact, Notice)
        ),
        key=str,
    )


def judge(language: Language, rng: Random) -> tuple[str, str]:
    """The outcome of a page with a foreign part (`named`, `refused`, `wrong` or `unnamed`), and the details."""
    at = rng.choice(change_instants(language))
    whole, foreign = pricing(at, language), rng.choice(KINDS)(language, rng)
    place = rng.choice(places(whole))
    page = whole[:place] + foreign.html + whole[place:]
    name, about = SOURCE[language], f"{foreign.kind} at {place} on {at:%Y-%m-%d} {language}: {foreign.html}"
    read = SOURCES[name].reading
    try:
        reading = read(Page(name, "u", page.encode(), at))
    except PageChanged as problem:
        return "refused", f"{problem}: {about}"
    if stated(reading) != stated(read(Page(name, "u", whole.encode(), at))):
        return "wrong", about
    named = [unread.text for unread in reading.unread]
    named += [fact.text or "" for fact in reading.facts if isinstance(fact, Notice)]
    mark = plain_text(BeautifulSoup(foreign.text, "html.parser").get_text())
    return ("named" if any(mark in text for text in named) else "unnamed"), about


def outcomes(count: int, seed: int) -> Iterator[tuple[str, str]]:
    languages: tuple[Language, ...] = ("en", "zh")
    for number in range(count):
        yield judge(languages[number % 2], Random(f"{seed}/{number}"))  # noqa: S311 (no secret)


def main(count: int = 2_000, seed: int = 0) -> int:
    counts: Counter[str] = Counter()
    for outcome, about in outcomes(count, seed):
        counts[outcome] += 1
        if outcome != "named":
            sys.stdout.write(f"{outcome.upper()}  {about}\n")
    sys.stdout.write(json.dumps({"pages": counts.total(), **counts}) + "\n")
    return 0 if counts["named"] == counts.total() else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, arguments())))
