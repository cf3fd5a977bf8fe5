"""What a footnote of the pricing page is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Note:
    """A footnote and the place that its number marks: a model, `PRICING`, a kind of token, `discount` or `concurrency`."""

    since: str
    until: str | None
    mark: str
    text: str
