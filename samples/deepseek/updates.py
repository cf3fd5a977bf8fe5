"""DeepSeek's change log as it stood at an instant since 2024-08-02: newest first, and edited in place."""

import re
from collections import Counter
from datetime import datetime
from itertools import groupby

from samples.deepseek.entries_en import ENTRIES_EN
from samples.deepseek.entries_zh import ENTRIES_ZH
from samples.deepseek.entry import Entry
from samples.deepseek.facts import Language, holds, when
from samples.deepseek.shell import build, shell

PATH = "/updates"
TITLE = {"en": "Change Log", "zh": "更新日志"}
ENTRIES = {"en": ENTRIES_EN, "zh": ENTRIES_ZH}
WIDE_COLON_UNTIL = "2024-12-10"
"""The Chinese headings had a full-width colon up to this day."""


def change_instants(language: Language = "en", since: datetime | None = None) -> list[datetime]:
    """Every instant at which the change log changed, the first one, in August 2024, included."""
    events = {event for entry in ENTRIES[language] for event in (entry.since, entry.until) if event}
    instants = {when(event, language) for event in events}
    return sorted(instant for instant in instants if since is None or instant >= since)


def updates(at: datetime, language: Language = "en") -> str:
    """The page in full. Its asset names change with every edit."""
    edit = max(instant for instant in change_instants(language) if instant <= at)
    return shell(PATH, TITLE[language], _markdown(at, language), build(edit), language)


def _markdown(at: datetime, language: Language) -> str:
    standing = [entry for entry in ENTRIES[language] if holds(entry.since, entry.until, at, language)]
    used: Counter[str] = Counter()
    days = [_day(day, list(entries), language, used) for day, entries in groupby(standing, lambda entry: entry.day)]
    return f"<h1>{TITLE[language]}</h1><hr>\n" + "<hr>\n".join(days)


def _day(day: str, entries: list[Entry], language: Language, used: Counter[str]) -> str:
    parts = "".join(f"{_heading(3, entry.title, used)}{entry.html}" for entry in entries)
    return _heading(2, _date(day, language), used) + parts


def _date(day: str, language: Language) -> str:
    if language == "en":
        return f"Date: {day}"
    return f"时间：{day}" if day <= WIDE_COLON_UNTIL else f"时间: {day}"


def _heading(level: int, title: str, used: Counter[str]) -> str:
    """A heading with an anchor of its own: the second of a name has a number. Its link's text is U+200B."""
    plain = re.sub(r"<[^>]+>|&amp;", "", title)
    anchor = re.sub(r"[^\w-]", "", plain.lower().replace(" ", "-"))
    number = f"-{used[anchor]}" if used[anchor] else ""
    used[anchor] += 1
    link = f'<a class="hash-link" href="#{anchor}{number}">\u200b</a>'
    return f'<h{level} id="{anchor}{number}">{title}{link}</h{level}>\n'
