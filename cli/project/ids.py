"""Finds the ids of models in the bytes of a file, as whole tokens.

A token is the longest run of letters, digits, `_`, `.`, `-` and `@`, with `/` or `:` between two such runs. An id
counts if

- it is a token: `deepseek-v4-pro` is not in `deepseek-v4-pro-max`, `gpt-5` is in neither `gpt-5-mini` nor `my-gpt-5`;
- or it follows its vendor or the word `models` in one, as in `deepseek/deepseek-chat`, `openai:gpt-5`,
  `openrouter/openai/gpt-5`, `models/gemini-2.5-pro`. Behind another word it is another seller's model, or a path.

A word that is also a usual word of code needs more. An id without `-` and `.` counts where it is said to be a model:
`model="ada"`, `--model ada`, `openai/ada`. One that has a digit (`"o1"`) also counts in quotes, if the file names a
vendor or has an id that is no usual word.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

TOKEN = re.compile(rb"\\.|[A-Za-z0-9_][A-Za-z0-9_.@-]*(?:[:/][A-Za-z0-9_][A-Za-z0-9_.@-]*)*", re.DOTALL)
"""A token, or a character behind a backslash: the `n` of a line's end in quotes belongs to no word."""
ESCAPED = re.compile(rb"\\.", re.DOTALL)
APART = bytes(
    code if chr(code).isascii() and (chr(code).isalnum() or chr(code) in "_.@-") else 32 for code in range(256)
)
"""Every other character becomes a space."""
PART = re.compile(rb"[^:/]+")
DEFAULT = b":-"
"""The mark before a default value in a shell: `${MODEL:-gpt-5}`."""
NO_BEGINNING = b"-.@/"
"""Characters before a token with which it is a part of something else: an option, a file's ending, a path."""
METHOD = re.compile(rb"[a-z]+[A-Z][A-Za-z]*\Z")
"""The method of an API behind an id: `gemini-2.5-pro:generateContent`."""
QUOTES = (b'"', b"'", b"`")
NEAR = 100
"""The number of bytes before an id in which it is said to be a model, at most."""
SAID_TO_BE_MODEL = re.compile(
    rb"""(?: models?(?:[_-]?(?:name|id))? ["'`\])]* \s* (?:=>|:=|[:=(]) | --[a-z-]*model(?:-name|-id)?[ ] )
    \s* [\[({]* \s* ["'`]? \Z""",
    re.IGNORECASE | re.VERBOSE,
)
"""The end of the text before a value that is called a model."""
SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "anthropic": ("anthropic",),
    "deepseek": ("deepseek", "deepseek-ai"),
    "google": ("google", "gemini", "google-gla", "google_genai"),
    "mistral": ("mistral", "mistralai"),
    "moonshot": ("moonshot", "moonshotai"),
    "openai": ("openai", "openai-chat", "openai-responses"),
    "xai": ("xai", "x-ai", "grok"),
    "zai": ("zai", "z-ai", "zhipuai"),
}
"""The words for vendors before `/` or `:`, as libraries and resellers write them. Others are called by their name."""


@dataclass(frozen=True)
class Occurrence:
    """An id in a file: where it begins and ends, in bytes, and the vendors whose model it may be."""

    start: int
    end: int
    id: str
    vendors: tuple[str, ...]


class ModelIds:
    """The ids of models that are looked for."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """Take each vendor with the name of one of its models."""
        vendors = defaultdict[bytes, list[str]](list)
        for vendor, name in names:
            vendors[name.encode()].append(vendor)
        self._vendors = {name: tuple(sorted(sellers)) for name, sellers in vendors.items()}
        self._alone = {run: name for name in vendors for run in (name, b"-" + name, name + b".", b"-" + name + b".")}
        """The runs of characters by which a file shows that it may have an id."""
        self._sellers = {
            word.encode(): vendor
            for vendor in {vendor for sellers in vendors.values() for vendor in sellers}
            for word in SPELLINGS.get(vendor, (vendor,))
        }

    def find(self, content: bytes) -> Iterator[Occurrence]:
        """Yield the ids in a file, in order."""
        runs = _runs(content)
        names = {self._alone[run] for run in self._alone.keys() & runs}
        if not names:
            return
        is_of_models = any(map(_is_distinct, names)) or any(
            word in run.lower() for run in runs for word in self._sellers
        )
        for start, end in sorted(_lines(content, names)):
            for found in TOKEN.finditer(content, start, end):
                if found[0] in self._vendors or self._may_have(found[0]):
                    yield from self._in_token(content, found.start(), found[0], is_of_models)

    def _may_have(self, token: bytes) -> bool:
        if token.endswith(b"."):
            token = token.rstrip(b".")
            if token in self._vendors:
                return True
        if b"/" not in token and b":" not in token:
            return False
        return any(part.rstrip(b".") in self._vendors for part in PART.findall(token))

    def _in_token(self, content: bytes, start: int, token: bytes, is_of_models: bool) -> Iterator[Occurrence]:
        parts = [(each.start(), each[0]) for each in PART.finditer(token)]
        known = [part.rstrip(b".") if number == len(parts) - 1 else part for number, (_, part) in enumerate(parts)]
        for number, (place, _) in enumerate(parts):
            name = known[number]
            vendors = self._vendors.get(name, ())
            if vendors and number:
                vendors = self._sold_by(vendors, known[number - 1])
            elif vendors and not _may_begin(content, start):
                vendors = ()
            is_last = number == len(parts) - 1
            if not vendors or not (is_last or known[number + 1] in self._vendors or METHOD.match(known[number + 1])):
                continue
            begin = start + place
            word = known[number - 1] if number else b""
            if _is_distinct(name) or self._is_model(content, begin, name, word, is_of_models):
                yield Occurrence(begin, begin + len(name), name.decode(), vendors)

    def _sold_by(self, vendors: tuple[str, ...], word: bytes) -> tuple[str, ...]:
        """Return those of the vendors that the word before an id leaves."""
        if word in self._vendors or word.lower().endswith((b"model", b"models")):
            return vendors
        seller = self._sellers.get(word.lower())
        return tuple(vendor for vendor in vendors if vendor == seller)

    def _is_model(self, content: bytes, start: int, name: bytes, word: bytes, is_of_models: bool) -> bool:
        """Return True if a usual word of code is meant as an id.

        `word` is the one before it in its token; a file `is_of_models` if it has another id, or names a vendor.
        """
        if word.lower() in self._sellers:
            return True
        end = start + len(name)
        quote = content[start - 1 : start] if start else b""
        is_quoted = quote in QUOTES and content[end : end + 1] == quote
        if is_quoted and is_of_models and not name.isalpha():
            return True
        near = max(0, start - NEAR)
        line = content[max(near, content.rfind(b"\n", near, start) + 1) : start]
        return not word and SAID_TO_BE_MODEL.search(line) is not None


def _lines(content: bytes, names: Iterable[bytes]) -> set[tuple[int, int]]:
    """Return the starts and ends of the lines that have one of some names."""
    lines = set[tuple[int, int]]()
    for name in names:
        place = content.find(name)
        while place >= 0:
            end = content.find(b"\n", place)
            end = len(content) if end < 0 else end
            lines.add((content.rfind(b"\n", 0, place) + 1, end))
            place = content.find(name, end)
    return lines


def _runs(content: bytes) -> set[bytes]:
    """Return all runs of the characters of ids in a file: a quick look, which finds more than `TOKEN` does.

    One of them is an id, with `-` before it or `.` behind it at most, wherever an id stands.
    """
    plain = ESCAPED.sub(b"  ", content) if b"\\" in content else content
    return set(plain.replace(b"..", b"  ").translate(APART).split())


def _may_begin(content: bytes, start: int) -> bool:
    """Return True if the characters before a token do not make it a part of something else."""
    before = content[max(0, start - 2) : start]
    return before[-1:] not in NO_BEGINNING or not before or before == DEFAULT


def _is_distinct(name: bytes) -> bool:
    """Return True if an id is no usual word of code."""
    return b"-" in name or b"." in name
