"""A sentence as pieces: values and words of the grammar, in either language.

A piece is a model, an instant, hours, weekdays, a zone, a share, a mark, or a word; a word that no lexicon has is
unknown. Each grammar reads the same pieces with a vocabulary of its own (`Piece.read`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from scrapers.deepseek.small_print.lexicon import (
    GRAMMAR_LEXICON,
    UNKNOWN,
    PhraseLexicon,
    chinese_phrases,
    english_phrases,
)
from scrapers.deepseek.small_print.syntax.sentences import MODEL, Sentence, model_ids
from scrapers.deepseek.small_print.values import DAY_RANGE, FRACTION, PERCENT, SHARE, WINDOW
from scrapers.parse import MONTH, SOME_TIME, ZONE, dated_spans

SLOTS = frozenset("TMHDZSKPU")
"""Pieces with a value: the letter and the index among the values of their kind."""


class Vocabulary:
    """Grammar words in the order in which a piece is matched with them."""

    def __init__(self, text: str) -> None:
        self.words = tuple(dict.fromkeys(text.split()))
        self._chosen: dict[frozenset[str], str] = {}

    def choose(self, words: frozenset[str]) -> str:
        """Return the first word that a piece may be; "" for a piece without a meaning of its own."""
        if (chosen := self._chosen.get(words)) is None:
            other = "" if "" in words else UNKNOWN
            chosen = self._chosen[words] = next((word for word in self.words if word in words), other)
        return chosen


def word_set(text: str) -> frozenset[str]:
    """Return the grammar words of a text."""
    return frozenset(text.split())


HAN_STOPS = (
    "北京时间|东八区|协调世界时|世界协调时|世界时"
    "|每[日天个周]|工作日|天天|(?:周|星期|礼拜)[一二三四五六日天]|一周|全周|半价|对折|一半|[一四十]分之|百分之"
    "|[一二三四五六七八九]{1,2}折|上午|下午|早上|早晨|晚上|晚间|凌晨|中午|[一二两三四五六]{1,2}个?(?:月|周|天|年)[之以]?后"
    "|今年|明年|年底|年末|月底|月初"
    "|返回 ?(?:HTTP ?)?[45][0-9]{2}"
)
"""Patterns that end a run of Chinese words, because a value begins."""
HTTP_ERROR = (
    "(?i:(?:(?:returns?|receives?|gets?|with|in) (?:an? )?)(?:HTTP )?(?:status |error )?(?:code )?[45][0-9]{2}"
    "(?: (?:errors?|status|responses?|codes?))?(?![A-Za-z0-9%]))"
    "|返回 ?(?:HTTP ?)?[45][0-9]{2}(?: ?(?:错误码?|状态码|报错))?"
)
PART_OF_YEAR = (
    "(?i:(?:in|during) the (?:first|second|third|fourth|last) (?:quarter|half) of "
    "(?:20[0-9]{2}|(?:this|next|the) year)(?![0-9A-Za-z-]))"
)
DAY_WITHOUT_YEAR = (
    rf"(?:{MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?"
    rf"|(?<![0-9A-Za-z./:-])[0-9]{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}(?<!\.))"
    r"(?!,? ?20[0-9]{2}|[0-9]|:[0-9])|(?<![0-9年])[0-9]{1,2} ?月 ?[0-9]{1,2} ?[日号]"
)
PIECE = re.compile(
    r"⟦(?P<T>[0-9]+)⟧"
    r"|(?P<U>https?://[A-Za-z0-9._~%/:?#&=-]*[A-Za-z0-9_~%/#&=-])"
    rf"|(?P<fails>{HTTP_ERROR})"
    rf"|(?P<m>{MODEL})"
    rf"|(?P<H>{WINDOW})"
    rf"|(?P<D>{DAY_RANGE})"
    rf"|(?P<Z>{ZONE})"
    rf"|(?P<V>{SOME_TIME}|{PART_OF_YEAR}|20[0-9]{{2}} ?年(?:之?内|年内|度内|期间))"
    rf"|(?P<S>{SHARE})"
    rf"|(?P<K>{FRACTION})"
    rf"|(?P<P>{PERCENT})"
    rf"|(?P<day>{DAY_WITHOUT_YEAR})"
    r"|(?P<latin>['’]s\b|[A-Za-z0-9]+(?:[_'’./=+-]+[A-Za-z0-9]+)*(?:'(?= ))?)"
    rf"|(?P<han>[\u3400-\u9fff](?:(?!{HAN_STOPS})[\u3400-\u9fff])*)"
    r"|(?P<mark>[-=]>|[.,;:|()*•†‡·\[\]【】!?&。、—–\"“”→⇒-]|(?<= )[=/](?= ))"
    r"|(?P<other>\S)"
)
SPELT = re.compile("base_url|['’]s|[A-Za-z]+(?:[-/'’][A-Za-z]+)*'?")
MARKS = {
    "【": ",",
    "】": ",",
    "[": ",",
    "]": ",",
    "。": ".",
    "|": ",",
    "!": ".",
    "?": ".",
    "=": ":",
    "(": ",",
    ")": ",",
    "—": ",",
    "–": ",",
    "-": ",",
    "“": '"',
    "”": '"',
    "→": "arrow",
    "⇒": "arrow",
    "->": "arrow",
    "=>": "arrow",
}
FOOTNOTES = "*•†‡·"
"""Note markers before a note."""
NUMBERED = re.compile(r"\(?[0-9]{1,2}\) ?(?=\D)")
"""The number before a note: (2)."""
INNER_ZONE = re.compile(f"(?<=[0-9Mm.时点分半整]) ?(?:{ZONE}|Z(?![A-Za-z]))")
LIST = re.compile("(?<=:)x*m(?:cx*m)+|^x*m(?:cx*m)+(?=r)|m(?:(?:cx*m)*c?ax*m|dm)*")


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence: all grammar words that it may be; for a slot its letter and index."""

    words: frozenset[str]
    text: str

    def read(self, vocabulary: Vocabulary) -> str:
        """Return the word of a piece in a vocabulary; for a slot its letter and index."""
        chosen = vocabulary.choose(self.words)
        return self.text if chosen in SLOTS else chosen

    def may_be(self, *words: str) -> bool:
        return not self.words.isdisjoint(words)


@dataclass
class Pieces:
    """A sentence divided: its pieces in order, and the texts of its slots."""

    pieces: list[Piece] = field(default_factory=list[Piece])
    values: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def add(self, kind: str, text: str) -> None:
        texts = self.values.setdefault(kind, [])
        self.pieces.append(Piece(frozenset({kind}), f"{kind}{len(texts)}"))
        texts.append(text)

    def value(self, slot: str) -> str:
        return self.values[slot[0]][int(slot[1:])]


def tokenize(sentence: Sentence, phrases: PhraseLexicon = GRAMMAR_LEXICON) -> Pieces:
    """Divide a sentence into pieces, lists of models as one piece."""
    loose, dated = Pieces(), dated_spans(sentence.marked)
    run: list[str] = []
    number = NUMBERED.match(sentence.marked)
    for match in PIECE.finditer(sentence.marked, number.end() if number else 0):
        kind, text = match.lastgroup or "", match[0]
        if kind == "latin" and SPELT.fullmatch(text):
            run += re.split("[-/_]", text.lower().replace("’", "'"))
            continue
        _add_phrases(run, loose, phrases)
        run = []
        if kind == "han":
            loose.pieces += [Piece(words, phrase) for words, phrase in chinese_phrases(text, phrases)]
        elif kind in ("latin", "other"):
            read = any(match.start() < end and start < match.end() for start, end in dated)
            loose.pieces.append(Piece(frozenset({"date"} if read else _unknown(text)), text))
        elif kind == "fails":
            loose.pieces.append(Piece(frozenset({kind}), text))
        elif kind == "day":
            loose.pieces.append(Piece(frozenset({kind, "date", UNKNOWN}), text))
        elif kind == "mark":
            _add_mark(text, match, sentence.marked, loose)
        else:
            _add_value(kind, match["T"] if kind == "T" else text, loose)
    _add_phrases(run, loose, phrases)
    return _with_lists(loose)


def _add_value(kind: str, text: str, to: Pieces) -> None:
    """Add a slot; for hours with zones of their own, these as well."""
    for zone in INNER_ZONE.findall(text) if kind == "H" else ():
        to.add("Z", "UTC" if zone.strip() == "Z" else zone.strip())
    to.add(kind, text)


def _unknown(text: str) -> set[str]:
    """Return the words of an unknown text; with letters it is foreign: another vendor's model, a parameter."""
    return {UNKNOWN, "foreign"} if re.search("[A-Za-z]", text) else {UNKNOWN}


def _add_phrases(run: Sequence[str], to: Pieces, phrases: PhraseLexicon) -> None:
    to.pieces += [Piece(words, text) for words, text in english_phrases(run, phrases)]


def _add_mark(text: str, match: re.Match[str], whole: str, to: Pieces) -> None:
    if text in FOOTNOTES:
        to.pieces.append(Piece(frozenset({""}), text))
        return
    if text in "、&/":
        to.pieces.append(Piece(frozenset({"and"}), text))
        return
    mark = MARKS.get(text, text)
    if text == "-" and not (
        whole[match.start() - 1 : match.start()] in " " or whole[match.end() : match.end() + 1] in " "
    ):
        mark = UNKNOWN
    to.pieces.append(Piece(frozenset({mark}), mark))


def _with_lists(loose: Pieces) -> Pieces:
    """Join neighbouring models to one group, and drop quotes around them."""
    pieces = loose.pieces
    codes = "".join(_code(piece) for piece in pieces)
    kept = [
        place
        for place in range(len(pieces))
        if not (codes[place] == "q" and "m" in codes[max(0, place - 1) : place + 2])
    ]
    codes = "".join(codes[place] for place in kept)
    pieces = [pieces[place] for place in kept]
    whole = Pieces([], {kind: texts for kind, texts in loose.values.items() if kind != "m"})
    place = 0
    for group in LIST.finditer(codes):
        whole.pieces += pieces[place : group.start()]
        named = [loose.value(piece.text) for piece in pieces[group.start() : group.end()] if "m" in piece.words]
        whole.add("M", ", ".join(named))
        place = group.end()
    whole.pieces += pieces[place:]
    return _without_repeats(whole)


def _without_repeats(whole: Pieces) -> Pieces:
    """Drop a model's id in brackets behind its name: "V4 Pro (deepseek-v4-pro) will …"."""
    kept: list[Piece] = []
    for piece in whole.pieces:
        kept.append(piece)
        tail = kept[-4:]
        if [("M" in each.words) for each in tail] == [True, False, True, False] and all(
            each.text == "," for each in tail[1::2]
        ):
            first, second = (model_ids(whole.value(each.text)) for each in tail[::2])
            if first == second:
                del kept[-3:]
    return Pieces(kept, whole.values)


def _code(piece: Piece) -> str:
    if "m" in piece.words:
        return "m"
    if piece.may_be("and") and not piece.may_be(UNKNOWN):
        return "a"
    marks = {",": "c", "、": "d", '"': "q", ":": ":", "arrow": "r"}
    return marks.get(piece.text) or ("x" if piece.may_be("", "n") else ".")
