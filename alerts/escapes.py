"""Text of a page as text, wherever it goes: what it may not bring along."""

CONTROL = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160), 0xFFFE, 0xFFFF), "\N{REPLACEMENT CHARACTER}")
"""What moves a terminal's cursor and is no XML: text of a page goes nowhere with it. A new line may stay."""


def plain(text: str) -> str:
    """Text with new lines of one kind and no other control characters but tabs."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROL)
