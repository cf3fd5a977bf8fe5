"""Sentences with their instants marked, and the spellings of model names in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from scrapers.parse import PrintedInstant, find_instants

AT = r"⟦(?P<at>[0-9]+)⟧"
"""The mark of an instant in `Sentence.marked`; its number is its index among the note's instants."""

LONGEST = 4_000
"""Characters of a note at most; the longest ever printed has 700. A hostile page must not slow the reader."""

UNMARKED = str.maketrans({"⟦": "[", "⟧": "]", "`": None, "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2212": "-"})
HAN = "\u2e80-\u9fff、。"
BESIDE_HAN = re.compile(f"(?<=[{HAN}]) | (?=[{HAN}])")
BREAK = re.compile(
    r"(?<=[.!?])(?<![ :;][0-9]\.)(?<![AaPp]\.[Mm]\.)(?<!\b[ei]\.[ge]\.) (?=\S)"
    r"|(?<=[AaPp]\.[Mm]\.) (?=[A-Z](?!eijing|TC|MT))|(?<=。)"
    r"|(?<=[!?])(?=[\u4e00-\u9fff])"
)

NO_NAME = (
    "API|Model|Models|Will|Has|Have|Is|Are|And|Or|The|After|From|On|In|Until|For|To|As|With|Update|Release|Official"
    "|Service|Services"
)
NO_MODEL = "ai|sdk|api|apis|app|apps|web|cli|js|node|python|go|java|client|docs|platform|official|user|users|team"
KINDS = "[Cc]hat|[Rr]easoner|[Cc]oder|[Mm]ath|[Pp]rover|OCR|[Oo]cr|VL2?"
ID = rf"deepseek-(?!(?:{NO_MODEL})(?![a-z0-9]))[a-z0-9]+(?:[.-][a-z0-9]+)*"
BY_KIND = (
    rf"Deep[Ss]eek-(?:{KINDS})(?:-[A-Za-z0-9]+(?:\.[0-9]+)*)*"
    rf"|Deep[Ss]eek (?:{KINDS})"
    "(?! ?(?:[Aa]pp|[Ww]eb|[Mm]obile|[Ww]ebsite|[Aa]ssistant|网页|应用|客户端|官网|助手)| V[0-9])"
)
"""A name without a version; "DeepSeek Chat" may be the app, too."""
PRODUCT = (
    r"(?:[Dd]eep[Ss]eek[- ])?(?:Coder[- ])?[VR][0-9]+(?:\.[0-9]+)*"
    rf"(?: (?!(?:{NO_NAME})\b)[A-Z][a-z]+| (?:pro|flash|lite)\b|-[A-Za-z0-9]+(?:\.[0-9]+)*)*"
)
MODEL = rf"(?-i:(?<![A-Za-z0-9._/-])(?:{ID}|{PRODUCT}|{BY_KIND})(?![A-Za-z0-9_/-]))"
MODELS = rf"{MODEL}(?:(?: ?, ?and | ?, ?or | ?, | and | or | & | ?(?:、|与|和|及|以及|或) ?)(?:the )?{MODEL})*"
TAIL = rf"(?:{KINDS}|pro|flash|lite)"
PAIR = re.compile(
    rf"(?<![A-Za-z0-9._/-])(?P<first>{ID}|{PRODUCT}) ?/ ?(?P<second>{ID}|{PRODUCT})(?![A-Za-z0-9_/.-])"
    rf"|(?<![A-Za-z0-9._/-])(?P<stem>deepseek-(?:[a-z0-9.]+-)?)(?P<one>{TAIL}) ?/ ?(?P<other>{TAIL})(?![A-Za-z0-9_/.-])"
)
"""Two names with a slash between them; the second may be short: deepseek-chat/reasoner."""
NUMBER = re.compile(rf"(?<=[0-9A-Za-z:;,.、。])(?: ?[;,、])? ?(?<![A-Za-z0-9])[0-9]{{1,2}}[.)] (?={MODEL})")
"""The number of a name in a list: "1. deepseek-coder"."""
NAME = re.compile(MODEL)


@dataclass(frozen=True)
class Sentence:
    """One sentence of a note, or a whole note."""

    text: str
    """As printed."""
    marked: str
    """With ⟦0⟧ for its instants, and no spaces beside Chinese characters."""
    instants: tuple[PrintedInstant, ...]
    """Those of the whole note."""
    before: str = ""
    """The marked text of the note before this sentence."""

    def at(self, mark: str | None) -> datetime | None:
        return None if mark is None else self.instants[int(mark)].at

    def clause(self, match: re.Match[str]) -> str:
        """Return the text between the semicolons around a match."""
        start, end = self.marked.rfind(";", 0, match.start()) + 1, self.marked.find(";", match.end())
        return self.marked[start : end if end >= 0 else None]

    @property
    def asks(self) -> bool:
        return self.marked.rstrip(')"” ').endswith(("?", "吗"))


def mark_note(note: str) -> Sentence:
    """Return a whole note as one sentence with marked instants."""
    text = note.translate(UNMARKED)
    stated = find_instants(text)
    return Sentence(text, _spaced(_marked(text, stated)), stated)


def split_sentences(note: Sentence) -> Iterator[Sentence]:
    before = ""
    for part in BREAK.split(_marked(note.text, note.instants)):
        marked = _spaced(part)
        yield Sentence(_printed(part, note), marked, note.instants, before)
        before = f"{before} {marked}".strip()


def model_names(text: str) -> tuple[str, ...]:
    """Return every model that a text names, as printed, each once."""
    return tuple(dict.fromkeys(NAME.findall(text)))


def model_ids(text: str) -> tuple[str, ...]:
    """Return the ids that products call: "DeepSeek V4 Pro" and "V4 Pro" are `deepseek-v4-pro`."""
    slugs = (name.lower().replace(" ", "-") for name in model_names(text))
    return tuple(dict.fromkeys(slug if slug.startswith("deepseek-") else f"deepseek-{slug}" for slug in slugs))


def _marked(text: str, stated: tuple[PrintedInstant, ...]) -> str:
    for number, instant in reversed(list(enumerate(stated))):
        text = f"{text[: instant.start]}⟦{number}⟧{text[instant.end :]}"
    return text


def _spaced(marked: str) -> str:
    """Drop spaces beside Chinese characters, and put a comma for the slash between two names."""
    return BESIDE_HAN.sub("", NUMBER.sub(", ", PAIR.sub(_as_list, marked)))


def _as_list(match: re.Match[str]) -> str:
    if match["first"]:
        return f"{match['first']}、{match['second']}"
    return f"{match['stem']}{match['one']}、{match['stem']}{match['other']}"


def _printed(marked: str, note: Sentence) -> str:
    def words(match: re.Match[str]) -> str:
        instant = note.instants[int(match["at"])]
        return note.text[instant.start : instant.end]

    return re.sub(AT, words, marked)
