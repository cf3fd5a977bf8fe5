"""What the commands print for people: lines of a terminal's width, tables whose columns stand below each other."""

import re
from pathlib import Path
from random import Random
from unicodedata import east_asian_width

import pytest

from bench.harness.dates import day
from bench.harness.sample_pages import page_of
from cli.printing import note, table
from cli.printing.wrapping import CLOSING, OPENING, TERMINAL, shortened, width, wrapped
from tests.support.typed import Almanac

ZH = "deepseek_pricing_zh"
LONG = (
    "为了给大家提供更好的服务体验,经内部多次讨论,我们计划对历史模型名 deepseek-chat 与 deepseek-reasoner 的下线安排"
    "作出调整,大约会在 2026/08/24 前后的某个时间逐步收尾,给各位开发者带来的不便敬请谅解,具体细节"
    "(见下文)请以后续公告为准。"
)
PIECES = (
    "价格",
    "模型。",
    "（见下文）",
    "「新」",
    "deepseek-v4-pro",
    "https://api-docs.deepseek.com/zh-cn/a",
    "1,000",
    "a",
    "é",
)


def texts(number: int) -> list[str]:
    """Chinese and Latin in any order, with and without spaces between them."""
    rng = Random(number)  # noqa: S311 (texts to wrap)
    return ["".join(rng.choice(PIECES) + rng.choice(("", " ")) for _ in range(rng.randrange(60))) for _ in range(40)]


def words(text: str) -> list[str]:
    return re.findall(r"[\w/:.,-]+", re.sub(r"[\u2e80-\uffff]", " ", text))


def columns(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


@pytest.mark.parametrize("most", [20, 44, 80])
def test_lines_are_no_wider_than_they_may_be_and_no_word_is_cut(most: int) -> None:
    for text in [LONG, *(text for number in range(5) for text in texts(number))]:
        lines = wrapped(text, most, "- ", "  ").split("\n")
        bare = [line[2:] for line in lines]
        assert "".join("".join(bare).split()) == "".join(text.split())
        assert sorted(word for line in bare for word in words(line)) == sorted(words(text))
        assert all(line[:1] not in CLOSING and line[-1:] not in OPENING for line in bare if line)
        assert all(columns(line) <= most or len(words(line[2:])) == 1 for line in lines)


def test_chinese_fills_its_lines() -> None:
    """It is not carried over as one word to a line of its own."""
    lines = wrapped(LONG, 80).split("\n")
    assert all(columns(line) > 80 - columns("deepseek-reasoner") - 1 for line in lines[:-1])


def test_a_text_is_shortened_to_columns() -> None:
    assert columns(shortened(LONG, 40)) <= 40
    assert shortened(LONG, 40).endswith(" …")
    assert shortened("价格 a", 40) == "价格 a"


def test_marks_on_letters_take_no_column() -> None:
    assert (width("e\u0301"), width("价"), width("a")) == (1, 2, 1)


@pytest.mark.parametrize("cell", [LONG, "最大 384K", "x" * 70, "", "两行\n\n2", "\u3000\n"])
def test_the_columns_of_a_table_stand_below_each_other(cell: str, capsys: pytest.CaptureFixture[str]) -> None:
    table([{"a": "1", "text": cell, "place": "row 1"}, {"a": "2", "text": "plain", "place": "row 2"}])
    head, _, *lines = capsys.readouterr().out.splitlines()
    begins = {columns(line[: line.index("row ")]) for line in lines if "row " in line}
    assert begins == {head.index("place")}
    assert all(lines)


@pytest.mark.parametrize(("terminal", "most"), [("200", 80), ("80", 80), ("60", 60), ("40", 40), ("10", 30)])
def test_text_is_as_wide_as_the_terminal_and_80_columns_at_most(
    terminal: str, most: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", terminal)
    note([LONG, "a word and another word " * 20], as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert most - 12 <= max(map(columns, lines)) <= most


def test_a_table_with_one_long_column_fits_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    table([{"check": "deepseek_pricing_zh held", "state": "bad", "detail": LONG}])
    assert max(map(columns, capsys.readouterr().out.splitlines())) <= 80


def test_a_held_reading_with_a_long_chinese_sentence_fits_a_terminal(almanac: Almanac, tmp_path: Path) -> None:
    before = page_of(ZH, day("2026-04-26 12:15")).decode()
    after = re.sub(r"[^<>]*2026/0?7/24[^<>]*", LONG, before)
    for name, body, at in (("a", before, "2026-05-01"), ("b", after, "2026-05-01T01:00Z")):
        file = tmp_path / f"{name}.html"
        file.write_text(body, encoding="utf-8")
        almanac("track", ZH, "--page", str(file), "--at", at)
    typed = [almanac(*words.split()) for words in ("held", "doctor", "held reject 2", "held undo 2", "held accept 2")]
    typed.append(almanac("held", "--settled"))
    said = [answer.out.replace("\n", "").replace(" ", "") for answer in typed]
    assert sum("历史模型名" in out for out in said) >= 4
    wide = [line for answer in typed for line in answer.out.splitlines() if columns(line) > TERMINAL]
    # The path of the home and of the database is one word.
    assert [line for line in wide if str(tmp_path) not in line and "://" not in line] == []
