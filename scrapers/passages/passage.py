"""A place on a page with the text around it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """A row of a table, or a text, as the page has it."""

    heading: str = ""
    """The heading above it; empty if there is none."""
    titles: tuple[str, ...] = ()
    """The first row of its table; empty for a text."""
    cells: tuple[str, ...] = ()
    """The row, or the text as one cell."""
    cell: int | None = None
    """The place in `cells` of the cell that states the fact; None if the whole row does."""

    @property
    def stated(self) -> str:
        """The text that states the fact: its cell, or the whole row."""
        return " | ".join(self.cells) if self.cell is None else self.cells[self.cell]
