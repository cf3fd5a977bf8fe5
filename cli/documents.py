"""Pages of the documentation that the program reads itself: from the checkout, or from the wheel, which ships them."""

from functools import cache
from importlib.resources import files
from pathlib import Path


@cache
def document(name: str) -> str:
    """Return the text of a page of `docs/`."""
    shipped = files("cli").joinpath("pages", name)
    page = shipped if shipped.is_file() else Path(__file__).parents[1] / "docs" / name
    return page.read_text(encoding="utf-8")
