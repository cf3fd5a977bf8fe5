"""The input of texts of alerts: the snapshot behind an alert, its context, and the changes of a title."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.changes import Change
from models.facts import Fact


@dataclass(frozen=True)
class SeenSnapshot:
    """The snapshot behind an alert, with the page where the alert can be checked."""

    source: str
    url: str
    moment: datetime
    snapshot_id: int
    credit: str = ""
    """The attribution that the terms of the source ask for; empty if they ask for none."""
    vendor: str = ""
    """The vendor of the source."""
    vendor_name: str = ""
    """The name of the vendor for people: `DeepSeek`."""
    page: str = ""
    """The address of the page that a person reads; empty if it is `url`."""


@dataclass(frozen=True)
class AlertContext:
    """Facts about a subject that its alert states besides the changes."""

    bill_lines: tuple[str, ...] = ()
    """The effect on the reader's bill, a sentence per currency."""
    short: str = ""
    """The same for a title: `+412.20 USD a month`. Empty if there are several currencies."""
    announced_at: datetime | None = None
    """The instant of the earlier announcement."""
    cells: tuple[str, ...] = ()
    """Places on the page that state the values."""
    flap_note: str = ""
    """The number of recent movements; for trouble that lasts, the last good reading."""
    same_until: datetime | None = None
    """The instant until which the current state was in effect before, if it is back."""
    facts: tuple[tuple[Fact, ...], tuple[Fact, ...]] = ((), ())
    """The facts before and from a deadline on, for its reminder."""
    sources: tuple[str, ...] = ()
    """Lines about the age of sources, and about facts that depend on a source in trouble."""
    bill_changes: Mapping[str, str] | None = None
    """As in `Message`."""


NO_CONTEXT = AlertContext()


@dataclass(frozen=True)
class Said:
    """Changes of one kind about one or several subjects, and what their phrase depends on."""

    changes: Sequence[Change]
    many: bool
    """True if the title names several subjects."""
    when: Callable[[datetime], str]
    """Formats an instant on the reader's clock."""
    now: datetime
    """The instant of the reading."""
    note: str = ""
    """The end of the title of trouble that lasts."""

    @property
    def first(self) -> Change:
        return self.changes[0]

    @property
    def at(self) -> str:
        """The instant at which the change takes effect, else that of the reading."""
        return self.when(self.first.effective_at or self.now)

    @property
    def since(self) -> str:
        """The same with its preposition."""
        instant = self.first.effective_at
        return f"{'from' if instant and instant > self.now else 'since'} {self.at}"

    def verb(self, one: str, several: str) -> str:
        return several if self.many else one


TitlePhrase = Callable[[Said], str]
