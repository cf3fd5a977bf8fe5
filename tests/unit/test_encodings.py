"""A terminal without UTF-8 ends no command, and what programs read is never replaced."""

import sys
from io import BytesIO, TextIOWrapper

import pytest

from cli.main import main, replace_unknown_characters
from cli.printing import print_utf8

TEXT = "百万tokens → 4.5元"


def printed_to(encoding: str, monkeypatch: pytest.MonkeyPatch) -> BytesIO:
    """Let what is printed go to a terminal of this encoding; returns its bytes."""
    written = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(written, encoding=encoding))
    return written


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("ascii", "??tokens ? 4.5?"), ("latin-1", "??tokens ? 4.5?"), ("gbk", TEXT), ("utf-8", TEXT)],
)
def test_people_see_a_question_mark_for_what_their_terminal_lacks(
    encoding: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = printed_to(encoding, monkeypatch)
    replace_unknown_characters()
    sys.stdout.write(TEXT)
    sys.stdout.flush()
    assert written.getvalue().decode(encoding) == shown


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk", "utf-8"])
def test_programs_read_utf8_in_every_locale(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = printed_to(encoding, monkeypatch)
    replace_unknown_characters()
    print_utf8()
    sys.stdout.write(TEXT)
    sys.stdout.flush()
    assert written.getvalue() == TEXT.encode()


def test_the_help_is_printed_in_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    written = printed_to("ascii", monkeypatch)
    assert main([]) == 0
    sys.stdout.flush()
    assert b"./almanac.toml, ?)" in written.getvalue()
