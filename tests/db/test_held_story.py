"""The round of a held reading in the documents is what really happens, on both databases."""

from pathlib import Path

from tests.golden.held_story import blocks, is_in_order
from tests.support.typed import Almanac

PAGE = Path(__file__).parents[2] / "docs" / "operations.md"


def test_the_round_in_the_documents_is_what_is_printed_and_told(almanac: Almanac, tmp_path: Path) -> None:
    told = blocks(lambda words: almanac(*words).out, tmp_path)
    assert is_in_order(told, PAGE.read_text(encoding="utf-8")), "\n".join(told)
    assert max(len(line) for block in told for line in block.splitlines() if block.startswith("$")) <= 80
