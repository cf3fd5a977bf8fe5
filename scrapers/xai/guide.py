"""xAI's guides to models that it redirects: from an instant on, requests for a name are answered by another model.

The name goes on to answer and is billed as the model that does: it is `routed`. The table of a guide says which one.
The sentence above it has the instant, and the list below that names the models once more: they have to agree.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from models.facts import Retirement
from models.readings import KeptFacts
from scrapers.page import Page, PageChanged
from scrapers.parse import MarkdownSection, UnreadValues, decode, parse_markdown
from scrapers.price_list import PACIFIC

TITLE = re.compile(r"grok model retirement on (?P<day>[a-z]+ [0-9]{1,2}, 20[0-9]{2})", re.IGNORECASE)
BEGINS = re.compile(
    r"Effective (?P<day>[A-Z][a-z]+ [0-9]{1,2}, 20[0-9]{2}) at (?P<time>[0-9]{1,2}:[0-9]{2} [AP]M) PT, "
    r"the following models will be retired from the xAI API:$"
)
LISTED = re.compile(r"\* (\S+)")
TITLES = re.compile(r"model being retired \| redirect target after [a-z]+ [0-9]{1,2}")
ID = re.compile(r"grok-[a-z0-9.-]*[a-z0-9]")
TARGET = re.compile(r"(grok-[a-z0-9.-]*[a-z0-9])(?: with (?:none|low|medium|high) reasoning effort)?")


def is_guide(page: Page) -> bool:
    """Return True if a page has the title of a guide."""
    return any(TITLE.fullmatch(line.lstrip("# ")) for line in decode(page.body).splitlines() if line.startswith("#"))


def read_guides(pages: Iterable[Page]) -> tuple[list[Retirement], UnreadValues]:
    """Return what guides say, of two about one model the later, and what they say that is not understood."""
    found, odd = dict[str, tuple[datetime, list[Retirement]]](), UnreadValues()
    for page in pages:
        try:
            begins, targets = _read(page, odd)
        except PageChanged as problem:
            odd.add(page.url, str(problem), [KeptFacts.of(Retirement, source=page.source)])
            continue
        for model, target in targets.items():
            if model not in found or found[model][0] < begins:
                found[model] = begins, _routed(page.source, model, target, begins)
    return [fact for _, facts in found.values() for fact in facts], odd


def _read(page: Page, odd: UnreadValues) -> tuple[datetime, dict[str, str]]:
    sections = parse_markdown(decode(page.body))
    [guide] = [section for section in sections if TITLE.fullmatch(section.title)]
    begins = _begins(guide)
    tables = [table for section in sections for table in section.tables]
    if len(tables) != 1 or not TITLES.fullmatch(" | ".join(tables[0].titles).lower()):
        raise PageChanged("a guide without its one table", " / ".join(" | ".join(table.titles) for table in tables))
    rows = [tuple(row.values()) for row in tables[0].columns()]
    listed = {name[1] for line in guide.lines if (name := LISTED.fullmatch(line))}
    if listed != {model for model, _ in rows} or len(rows) != len(listed):
        raise PageChanged("the table of a guide names other models than its list", ", ".join(sorted(listed)))
    targets = dict[str, str]()
    for model, cell in rows:
        target = TARGET.fullmatch(cell)
        if not ID.fullmatch(model) or target is None or target[1] in listed:
            odd.add(f"redirect of {model}", cell, [KeptFacts.of(Retirement, source=page.source)])
        else:
            targets[model] = target[1]
    return begins, targets


def _begins(guide: MarkdownSection) -> datetime:
    """Return the instant of the redirect. Raises PageChanged unless one sentence states it, on the title's day."""
    stated = [found for line in guide.lines if (found := BEGINS.search(line))]
    title = TITLE.fullmatch(guide.title)
    if len(stated) != 1 or title is None or stated[0]["day"].lower() != title["day"].lower():
        raise PageChanged("a guide without its instant, or on another day than its title", " ".join(guide.lines))
    text = f"{stated[0]['day']} {stated[0]['time']}"
    try:
        return datetime.strptime(text, "%B %d, %Y %I:%M %p").replace(tzinfo=PACIFIC).astimezone(UTC)
    except ValueError:
        raise PageChanged("no instant", text) from None


def _routed(source: str, model: str, target: str, begins: datetime) -> list[Retirement]:
    """Return the end that is announced, and the redirect from its instant on."""
    dated = Retirement(
        source=source,
        model=model,
        state="dated",
        retires_at=begins,
        replacement=target,
        locator=f"redirect of {model}",
    )
    return [dated, replace(dated, state="routed", answers_as=target, effective_from=begins)]
