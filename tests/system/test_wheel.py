"""The wheel holds the rooms. The `up` of these tests runs from it; `make check` installs it without the lock."""

import zipfile
from pathlib import Path

from tests.support.wheel import ROOT

PAGES = {"cli/pages/data-dictionary.md"}
"""The documents that the program reads itself."""
ROOMS = {"alerts", "cli", "flows", "migrations", "models", "samples", "scrapers"}


def test_the_wheel_holds_every_file_of_the_rooms_and_no_tests(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info" not in name}
    files = {str(file.relative_to(ROOT)) for room in ROOMS for file in (ROOT / room).rglob("*") if file.is_file()}
    assert names == PAGES | {file for file in files if "__pycache__" not in file}
    assert {"migrations/env.py", "migrations/versions/0001_the_first_shape.py", "scrapers/arena/aliases.csv"} <= names
    assert {"scrapers/deepseek/dated_facts/prices.csv", "scrapers/deepseek/dated_facts/terms.csv"} <= names
