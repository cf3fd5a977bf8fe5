"""Answers of the sample sites: bytes, and HTTP headers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answer:
    """`elsewhere` is a path on the site's other host: the answer redirects there."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html"
    elsewhere: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


def said(value: object, status: int = 200) -> Answer:
    """A value as JSON."""
    return Answer(json.dumps(value, separators=(",", ":")).encode(), status, "application/json; charset=utf-8")


def number(text: str, places: int | None = None) -> float | int | None:
    """A figure as JSON has it, rounded where told; None for an unknown one ("")."""
    if not text:
        return None
    value = float(text) if places is None else round(float(text), places)
    return int(value) if value.is_integer() else value
