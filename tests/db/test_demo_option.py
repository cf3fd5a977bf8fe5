"""`--demo`: one option of every command that asks the database, for the database of the last demo."""

from pathlib import Path

import pytest

from bench.harness.dates import day
from cli.commands import DESCRIPTIONS, READING
from cli.completion import _names as completed  # pyright: ignore[reportPrivateUsage]
from cli.main import parser
from cli.options import options_and_commands
from flows.database import Store
from flows.demo.kept import KeptDemo, NoDemo, begin_note, finish_note, kept_demo, note_file
from flows.settings.load import Settings, load
from tests.support.typed import Almanac, typing
from tests.support.walks import feed


def test_the_commands_that_ask_the_database_have_it_and_no_others() -> None:
    _, commands = options_and_commands(parser())
    assert {name for name, of in commands.items() if "--demo" in options_and_commands(of)[0]} == READING
    assert DESCRIPTIONS.keys() > READING


def test_it_asks_the_last_demo_and_without_it_the_record(store: Store, settings: Settings, home: Path) -> None:
    del store
    begin_note(settings, settings.database_url)
    assert kept_demo(settings) == KeptDemo(settings.database_url, is_whole=False)
    finish_note(settings)
    assert kept_demo(settings).is_whole
    assert note_file(settings).stat().st_mode & 0o077 == 0
    assert home in note_file(settings).parents


@pytest.mark.both_databases
def test_a_question_is_answered_from_the_demo(
    store: Store, settings: Settings, almanac: Almanac, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(store, day("2026-05-08"))
    begin_note(settings, store.engine.url.render_as_string(hide_password=False))
    expected = almanac("prices", "--json").out
    monkeypatch.delenv("ALMANAC_DATABASE_URL")
    assert "no history yet" in almanac("prices").err
    assert almanac("prices", "--demo", "--json").out == expected
    assert "deepseek-v4-pro" in completed("", "MODEL", True)
    assert completed("", "MODEL", False) == []


def test_without_a_demo_it_says_what_to_run(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = typing(capsys)("prices", "--demo")
    line = f"almanac: no demo has run in {home} yet: run `almanac demo` (it takes a minute or two)\n"
    assert (answer.code, answer.out, answer.err) == (1, "", line)
    with pytest.raises(NoDemo):
        kept_demo(load())
    assert typing(capsys)("demo", "--open").err == line


@pytest.mark.parametrize("content", ["", "{", "[]", '{"other": 1}'])
def test_a_damaged_note_is_none(home: Path, content: str) -> None:
    file = note_file(load())
    file.parent.mkdir(parents=True)
    file.write_text(content)
    assert home
    with pytest.raises(NoDemo):
        kept_demo(load())


def test_a_demo_whose_database_is_gone_is_to_be_walked_again(
    home: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    begin_note(settings, f"sqlite:///{home / 'gone.db'}")
    answer = typing(capsys)("prices", "--demo")
    assert (answer.code, answer.err) == (
        1,
        "almanac: the last demo is gone, or another release walked it: run `almanac demo` again\n",
    )


def test_a_mistyped_option_is_answered_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    answer = typing(capsys)("prices", "--dmeo")
    assert (answer.code, "--demo" in answer.err.partition("did you mean")[2]) == (2, True)


@pytest.mark.parametrize("words", [("--exit",), ("--database", "sqlite:///x.db"), ("--until", "2025-01-01")])
def test_what_would_walk_does_not_go_with_open(almanac: Almanac, words: tuple[str, ...]) -> None:
    answer = almanac("demo", "--open", *words)
    assert (answer.code, "--open shows the last demo as it is" in answer.err) == (2, True)
