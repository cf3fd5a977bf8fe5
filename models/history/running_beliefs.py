"""The beliefs of one recording after the other, as a replay needs them: what one writes the next one need not read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models.bitemporal import Beliefs, Span
from models.history.belief_reader import BeliefReader
from models.history.decisions import Stage
from models.history.rows import ChangeLogger
from models.readings import Reading, Scope


class RunningBeliefs(BeliefReader):
    """Beliefs and watermarks for recordings of all snapshots of a source in their order, in one transaction.

    Of each scope it keeps the spans that the last recording read or wrote. Scopes that state a whole history are too
    large for this, and are read each time.
    """

    is_of_all = True

    def __init__(self, session: Session) -> None:
        super().__init__(session, locks=True)
        self._kept: dict[Scope, tuple[datetime | None, Beliefs]] = {}
        """The instant since which the kept spans of a scope count (None: all of them), and the spans."""

    def read(self, scopes: Iterable[Scope], since: Mapping[Scope, datetime]) -> dict[Scope, Beliefs]:
        asked = list(scopes)
        for scope in asked:
            start, (kept_since, kept) = since.get(scope), self._kept.get(scope, (None, None))
            is_enough = kept_since is None or (start is not None and start >= kept_since)
            if kept is not None and is_enough and (scope, start) not in self._beliefs:
                self._beliefs[scope, start] = _since(kept, start)
        return super().read(asked, since)

    def keep(
        self,
        reading: Reading,
        beliefs: Mapping[Scope, Beliefs],
        previous: Mapping[Scope, datetime | None],
        since: Mapping[Scope, datetime],
    ) -> None:
        self._beliefs.clear()
        for scope, spans in beliefs.items():
            if scope in reading.later or scope in reading.since:
                self._kept.pop(scope, None)
            else:
                self._kept[scope] = since.get(scope), spans
        if None in previous.values():
            self._watermarks.clear()  # there is a new one

    def forget_watermarks(self) -> None:
        """Read the watermarks afresh the next time, after something else moved them."""
        self._watermarks.clear()

    def forget(self) -> None:
        """Forget everything, after other recordings or what is rolled back."""
        for each in (self._kept, self._beliefs, self._watermarks, self.series_ids):
            each.clear()


@dataclass(frozen=True)
class Rereading:
    """The things that a replay brings for each snapshot that it reads again."""

    beliefs: RunningBeliefs
    log: ChangeLogger
    stage: Stage | None = None
    """The stage of the record whose decisions apply; those in force today without one."""


def _since(beliefs: Beliefs, start: datetime | None) -> Beliefs:
    """The spans since an instant and the one before it, in the order in which the database returns them."""
    cut = [
        (key, spans if start is None or len(spans) == 1 or spans[1].start >= start else _last(spans, start))
        for key, spans in beliefs.items()
        if spans
    ]
    cut.sort(key=lambda each: (each[1][0].start, each[0]))
    return dict(cut)


def _last(spans: Sequence[Span], start: datetime) -> Sequence[Span]:
    first = next(place for place in range(len(spans) - 1, -1, -1) if place == 0 or spans[place].start < start)
    return spans[first:]
