"""Titles and bodies of reminders of deadlines."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from alerts.reminder_schedule import Due
from alerts.texts.ages import time_left
from alerts.texts.change_texts import change_lines, evidence_lines, moment, other_model
from alerts.texts.context import AlertContext, Said, SeenSnapshot
from alerts.texts.next_steps import TO_DO_OPEN_ENDED
from alerts.texts.titles import hours_phrase, is_open_ended, names_text, offer_text, price_phrase, short_moment
from models.changes import Change
from models.facts import HOURS, Fact, Price, Promotion, Retirement, describe, meter_text
from models.kinds import ChangeKind, DeadlineKind, ReminderOccasion
from models.schema import Reminder

VERBS = {
    DeadlineKind.RETIREMENT: (("is retired", "are retired"), ("is to be retired", "are to be retired")),
    DeadlineKind.PROMOTION_END: (
        ("promotion ends", "promotions end"),
        ("promotion is to end", "promotions are to end"),
    ),
    DeadlineKind.FREE_WINDOW_END: (("free use ends",) * 2, ("free use is to end",) * 2),
    DeadlineKind.PRICE_CHANGE: (("prices change",) * 2, ("prices are to change",) * 2),
    DeadlineKind.PEAK_HOURS_CHANGE: (("they change",) * 2, ("they are to change",) * 2),
}
"""The verbs of a deadline in titles, with a date and without one: of one subject, and of several."""
OPEN_ENDED = ("stays reduced at least", "stay reduced at least")
"""The verbs of a promotion that lasts until its end at least."""
PRICED = {
    DeadlineKind.PRICE_CHANGE: (ChangeKind.PRICE_ANNOUNCED, price_phrase),
    DeadlineKind.PEAK_HOURS_CHANGE: (ChangeKind.PEAK_HOURS_ANNOUNCED, hours_phrase),
}
"""The deadlines whose titles say what their announcements did: the kind of change, and its phrase."""
TO_DO = {
    DeadlineKind.RETIREMENT: "move your calls to {other} before that.",
    DeadlineKind.PROMOTION_END: "expect the price after the promotion in your budgets.",
    DeadlineKind.FREE_WINDOW_END: "expect the price after free use in your budgets.",
    DeadlineKind.PRICE_CHANGE: "adapt your price tables and budgets before that.",
    DeadlineKind.PEAK_HOURS_CHANGE: "move work that can wait out of the new peak hours.",
}
"""The next step before a deadline, in a line."""
TO_DO_OFF = "undo what you prepared: this is not announced any more."


@dataclass(frozen=True)
class Reminding:
    """A reminder of one deadline, with the snapshot that states it and its context."""

    due: Due
    seen: SeenSnapshot
    context: AlertContext

    @property
    def name(self) -> str:
        """The name of what the deadline is about: a model, or the peak hours of a vendor."""
        row = self.due.row
        return row.subject if row.kind.is_about_model else f"{self.seen.vendor_name or row.vendor} {HOURS}"


def reminder_title(reminders: Sequence[Reminding], now: datetime, zone: str) -> str:
    """Return the title of the reminders of one instant: what happens to which subjects, how much, when, the time left.

    It says of the first one what happens, and names the others.
    """
    first = reminders[0]
    same = [each for each in reminders if _phrase(each, now, zone, many=True) == _phrase(first, now, zone, many=True)]
    others = [each.name for each in reminders if each not in same]
    colon = "" if first.due.row.kind.is_about_model else ":"
    text = f"{names_text([each.name for each in same])}{colon} {_phrase(first, now, zone, many=len(same) > 1)}"
    bill = next((f"; your bill {each.context.short}" for each in reminders if each.context.short), "")
    return text + (f"; also {names_text(others)}" if others else "") + bill


def _phrase(reminding: Reminding, now: datetime, zone: str, *, many: bool) -> str:
    if reminding.due.occasion is ReminderOccasion.GONE:
        return _gone(reminding.due.row, now, zone)
    return _ahead(reminding.due, reminding.context, now, zone, many)


def _gone(row: Reminder, now: datetime, zone: str) -> str:
    noun = "change" if row.kind is DeadlineKind.PEAK_HOURS_CHANGE else row.kind
    return f"{noun}{f' of {short_moment(row.due_at, zone, now)}' if row.due_at else ''} is not announced any more"


def _ahead(due: Due, context: AlertContext, now: datetime, zone: str, many: bool) -> str:
    row, (verbs, undated) = due.row, VERBS[due.row.kind]
    if row.due_at is None:
        return f"{undated[many]}, {'still ' if due.number else ''}without a date"
    left = "now" if row.due_at <= now else f"in {time_left(row.due_at - now)}"
    when = partial(short_moment, zone=zone, now=now)
    if changes := _announcements(row, context):
        _, phrase = PRICED[row.kind]
        return f"{phrase(Said(changes, many, when, row.revised_at))} ({left})"
    offers = [fact for fact in context.facts[1] if isinstance(fact, Promotion)]
    is_share = offers and row.kind is DeadlineKind.PROMOTION_END
    if is_share and offers[0].is_open_ended:
        return f"{OPEN_ENDED[many]} until {when(row.due_at)} ({left}); what follows is unpublished"
    what = f"{offer_text(offers[0])} ends" if is_share else verbs[many]
    earliest = any(isinstance(fact, Retirement) and fact.state == "earliest" for fact in context.facts[1])
    return f"{what} on {when(row.due_at)} {'at the earliest ' if earliest else ''}({left})"


def reminder_body(due: Due, seen: SeenSnapshot, context: AlertContext, zone: str) -> str:
    """Return the body: what to do, the statements, the context, the announcement and the evidence."""
    row, is_gone = due.row, due.occasion is ReminderOccasion.GONE
    changes = _announcements(row, context) if row.kind is DeadlineKind.PRICE_CHANGE else []
    statements = [f"- {line}" for line in row.says.split("\n")]
    when = [f"It was due at {moment(row.due_at, zone)}."] if is_gone and row.due_at else []
    moved = [f"Moved {_times(row.sequence)}, last at {moment(row.revised_at, zone)}"] if row.sequence else []
    return "\n".join(
        [
            f"To do: {TO_DO_OFF if is_gone else _to_do(row.kind, context)}",
            "",
            *(change_lines(changes, partial(moment, zone=zone)) if changes else statements),
            *when,
            *context.bill_lines,
            *context.sources,
            "",
            *([] if is_gone or row.due_at is None else [f"Due {moment(row.due_at, zone)}"]),
            f"Announced {moment(row.first_recorded_from, zone)}",
            *([] if is_gone else moved),
            *evidence_lines(seen, context.cells, zone),
        ]
    )


def _to_do(kind: DeadlineKind, context: AlertContext) -> str:
    if any(map(is_open_ended, context.facts[1])):
        return TO_DO_OPEN_ENDED
    return TO_DO[kind].format(other=other_model(context.facts[1]))


def _announcements(row: Reminder, context: AlertContext) -> list[Change]:
    """Return announced prices or peak hours as the changes that announced them, one for each item."""
    if row.kind not in PRICED:
        return []
    items = defaultdict[object, tuple[list[Fact], list[Fact]]](lambda: ([], []))
    for side, facts in enumerate(context.facts):
        for fact in facts:
            item = (meter_text(fact), fact.currency) if isinstance(fact, Price) else None
            items[item][side].append(fact)
    kind = PRICED[row.kind][0]
    return [
        Change(
            kind, row.source, row.subject, describe(before), describe(after), row.due_at, tuple(before), tuple(after)
        )
        for before, after in items.values()
        if after
    ]


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
