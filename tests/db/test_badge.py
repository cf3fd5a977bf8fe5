"""The command `badge`: for a README as a picture, for shields.io as JSON, to a file or to the terminal."""

from pathlib import Path

import pytest

from tests.support.priced_home import priced_home
from tests.support.typed import Almanac

assert priced_home
PRO = "deepseek-v4-pro"


@pytest.mark.usefixtures("priced_home")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((PRO, "--at", "2026-08-14"), "$0.87 out, until 2026-08-16"),
        ((PRO, "--at", "2026-08-20"), "$1.98–3.96 out"),
        ((f"deepseek/{PRO}", "--at", "2026-08-20", "--currency", "CNY"), "¥13.5–27 out"),
        ((PRO, "--at", "2026-08-14", "--meter", "input_cache_miss"), "$0.435 in, until 2026-08-16"),
        (("deepseek-chat", "--at", "2026-07-01"), "answers as deepseek-v4-flash"),
        (("deepseek-chat", "--at", "2026-08-01"), "retired 2026-07-24"),
        ((PRO, "--at", "2026-01-01"), "price unknown"),
    ],
)
def test_the_endpoint_has_the_words_of_that_day(almanac: Almanac, words: tuple[str, ...], message: str) -> None:
    (row,) = almanac("badge", *words, "--json").rows
    label = words[0].rpartition("/")[2]
    assert (row["schemaVersion"], row["label"], row["message"]) == (1, label, message)
    assert row.keys() == {"schemaVersion", "label", "message", "color"}


@pytest.mark.usefixtures("priced_home")
def test_a_file_is_written_whole_and_alone(almanac: Almanac, tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    done = almanac("badge", PRO, "--at", "2026-08-14", "--out", folder / "badge.svg")
    assert (done.code, done.out) == (0, "")
    assert [file.name for file in folder.iterdir()] == ["badge.svg"]
    assert (folder / "badge.svg").read_text(encoding="utf-8") == almanac("badge", PRO, "--at", "2026-08-14").out


@pytest.mark.usefixtures("priced_home")
@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("deepsek-v4-pro",), 2, "did you mean deepseek-v4-pro"),
        (("openai/deepseek-v4-pro",), 2, "did you mean"),
        ((PRO, "--currency", "EUR"), 2, "has no price in EUR: there is USD, CNY"),
        ((PRO, "--meter", "in"), 2, "has no price of in: there is input_cache_hit"),
        ((PRO, "--out", "nowhere/badge.svg"), 1, "nowhere"),
        ((), 2, "MODEL"),
    ],
)
def test_a_mistake_is_one_line_that_says_what_to_do(
    almanac: Almanac, words: tuple[str, ...], code: int, says: str
) -> None:
    done = almanac("badge", *words)
    assert (done.code, done.out) == (code, "")
    assert says in done.err.splitlines()[-1]
