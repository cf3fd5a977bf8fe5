"""The documents say what the code does: commands parse, questions run, settings and sources are all there."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from cli.main import parser
from flows.database import Store
from flows.demo.kept import begin_note
from flows.demo.summary import TO_TRY
from flows.settings.fields import setting_names
from flows.settings.load import Settings
from scrapers.registry import SOURCES
from tests.golden.board_story import table as of_boards
from tests.golden.story import table
from tests.support.board_walks import TEXT, board_walk
from tests.support.priced_home import priced_home
from tests.support.recordings import Recordings
from tests.support.typed import Almanac
from tests.support.walks import walk

assert priced_home
ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
BOOK = ROOT / "docs" / "queries.md"
"""The query book, whose questions are asked in tests/db/test_query_book.py."""


def commands() -> Iterator[str]:
    """Every `almanac …` that stands in a document, in a line of a code block or between back-ticks."""
    for page in PAGES:
        for quoted, line in re.findall(r"`(almanac [^`…]+)`|^(almanac [^…\n]+)$", page.read_text(), re.MULTILINE):
            yield re.sub(r"\b[TR]\b", "2026-08-16", quoted or line)


def questions() -> list[str]:
    pages = (page.read_text() for page in PAGES if page != BOOK)
    return re.findall(r"```sql\n(.*?)```", "\n".join(pages), re.DOTALL)


@pytest.mark.parametrize("command", sorted(set(commands())))
def test_a_command_in_the_documents_can_be_typed(command: str) -> None:
    assert parser().parse_args(shlex.split(command)[1:])


@pytest.fixture(scope="module")
def walked(a_database: str, recordings: Recordings) -> Iterator[Store]:
    """A database in which DeepSeek's page and a board have been read as in the demo; nobody here writes into it."""
    store = Store(a_database)
    recordings.fill(store, board_walk, TEXT, after=recordings.made(walk))
    yield store
    store.close()


@pytest.mark.both_databases
def test_every_question_in_the_documents_has_an_answer(walked: Store) -> None:
    assert questions()
    with walked.reading() as session:
        for question in questions():
            assert session.execute(text(question)).all(), question


@pytest.mark.parametrize("words", TO_TRY)
def test_every_command_that_the_demo_prints_has_an_answer_there(
    walked: Store, words: str, settings: Settings, almanac: Almanac
) -> None:
    begin_note(settings, walked.engine.url.render_as_string(hide_password=False))
    answer = almanac(*words.split(), "--demo")
    assert answer.code == 0
    assert len(answer.out.splitlines()) > 2


def test_every_setting_is_in_the_operations_page() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \| `ALMANAC_\w+` \|", page, re.MULTILINE) == setting_names()


def test_every_source_is_in_the_readme() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    cells = re.findall(r"^\| (`.+?) \|", page, re.MULTILINE)
    assert [name for cell in cells for name in re.findall(r"`(\w+)`", cell)] == list(SOURCES)


def test_every_link_in_the_documents_leads_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (page, target)


def test_the_readme_begins_with_the_two_commands() -> None:
    blocks = re.findall(r"```\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert blocks[0] == "make demo\nmake test\n"


def test_a_page_prints_the_story_that_the_demo_tells() -> None:
    page = (ROOT / "docs" / "demo-story.md").read_text(encoding="utf-8")
    assert table() in page
    assert of_boards() in page


def test_no_page_has_a_word_that_was_to_be_replaced() -> None:
    assert [
        (page.name, word)
        for page in PAGES
        for word in re.findall(r"\b(?:TESTS|TODO|FIXME|XXX|TBD)\b", page.read_text())
    ] == []


def test_the_first_screen_of_the_readme_has_30_lines_at_most() -> None:
    first, _, _ = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## ")
    assert first.count("\n") <= 30


EXAMPLES = {"migrations/versions/0022_rate_limits.py", "tests/db/test_rate_limits.py"}
"""Files of an example that is not part of the release."""


def test_every_file_that_the_documents_name_is_there() -> None:
    """A module that moves leaves its old path in a document, which no import notices."""
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]
    named = {path for page in pages for path in re.findall(r"`(\w+(?:/\w+)+\.(?:py|csv|sql|toml))`", page.read_text())}
    assert len(named) > 20
    assert {path for path in named - EXAMPLES if not (ROOT / path).is_file()} == set()


def test_the_first_answer_of_the_readme_is_what_the_command_prints(almanac: Almanac, priced_home: None) -> None:
    typed, shown = re.findall(
        r"^```\n\$ almanac (why [^\n]+)\n(.*?)^```$", (ROOT / "README.md").read_text(), re.M | re.S
    )[0]
    assert almanac(*shlex.split(typed)).out.startswith(shown)
