"""Damaged bytes in the archive: each command that reads an archived page says so in a line."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from flows.database import Store
from flows.settings.load import Settings
from models.schema.tables import Body, Snapshot
from tests.db.test_cli import Saved, saved
from tests.db.test_held_command import hold
from tests.support.typed import Almanac

__all__ = ["saved"]


@pytest.fixture(params=["all bytes", "the bytes that it is based on"])
def damaged(almanac: Almanac, saved: Saved, settings: Settings, request: pytest.FixtureRequest) -> int:
    """A held snapshot whose bytes are no longer those that came, or cannot be had without others that are not."""
    number = hold(almanac, saved)
    store = Store(settings.database_url)
    with store.writing() as session:
        damage = update(Body).values(zstd=b"damaged")
        if request.param != "all bytes":
            held = select(Snapshot.body_sha256).where(Snapshot.id == number).scalar_subquery()
            base = session.scalars(select(Body.base_sha256).where(Body.sha256 == held)).one()
            assert base is not None
            damage = damage.where(Body.sha256 == base)
        session.execute(damage)
    store.close()
    return number


COMMANDS: dict[tuple[str, ...], int] = {
    ("snapshot", "{}"): 1,
    ("snapshot", "{}", "--page", "page.html"): 1,
    ("alerts", "preview"): 1,
    ("held",): 0,
    ("held", "accept", "{}"): 2,
    ("verify",): 1,
    ("doctor",): 1,
    ("sources",): 0,
}
"""Commands, and their exit codes."""


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_ends_with_a_plain_line(
    almanac: Almanac, damaged: int, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    typed = almanac(*(word.format(damaged) for word in words))
    assert typed.code == COMMANDS[words]
    if words[0] in ("snapshot", "alerts"):
        assert "`almanac verify` finds every such page" in typed.err
        assert "cannot be unpacked" in typed.err
    if words[0] in ("held", "verify"):
        assert "cannot be unpacked" in " ".join(f"{typed.out} {typed.err}".split())
