"""The type of a footnote of the pricing page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Note:
    """A footnote, the place that its number marks (a model, `PRICING`, a kind of token, …) and when it stood there."""

    since: str
    until: str | None
    mark: str
    text: str
