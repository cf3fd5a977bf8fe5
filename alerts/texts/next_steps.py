"""The explanations and next steps that bodies of alerts state."""

from models.kinds import ChangeKind

NEXT_STEPS = {
    ChangeKind.SOURCE_BROKEN: (
        "The page is fetched again on schedule. `almanac doctor` shows the state of every source."
    ),
    ChangeKind.SOURCE_HELD: (
        "Nothing of this page is recorded until then, including its other changes. `almanac held` shows what is "
        "believed beside what was read."
    ),
    ChangeKind.DECISION_UNDONE: (
        "This is believed from now on, and the alerts of that decision are void. What was believed meanwhile stays on"
        " record (`almanac corrections`). `almanac held` shows whether it waits for you again."
    ),
    ChangeKind.WORDING_CHANGED: (
        "The recorded fact is still in the new text, but the reader does not understand the rest. Please "
        "read both texts, and do not rely on the recorded fact if the new text means something else."
    ),
    ChangeKind.NO_LONGER_STATED: (
        "The page still names it, but states nothing about it that the reader understands. The recorded fact "
        "stays until the page states something else. Please read the page, and do not rely on the fact if the page "
        "means something else."
    ),
    ChangeKind.POSSIBLE_DATE_UNREAD: (
        "This text may hide a date of this name that the reader does not know. Please look at the page."
    ),
    ChangeKind.TEXT_UNREAD: ("The reader does not know this text. Please look at the page."),
    ChangeKind.END_NOT_CONFIRMED: (
        "Its date has passed, and the page does not confirm it: it no longer states this date, or in words that the "
        "reader does not understand. Please read the page, or check whether it still works."
    ),
    ChangeKind.POSSIBLE_PRICE_UNREAD: (
        "This text may hide a price that the reader does not know. Please look at the page."
    ),
    ChangeKind.SOURCE_STALE: (
        "The recorded facts still apply and may be out of date. `almanac doctor` and the log of its runs "
        "state the reason."
    ),
}
"""Explanations and next steps, by kind."""
DECIDE = (
    "Nothing of this page is recorded until you decide: no new price, no new date. `almanac held` shows what "
    "is believed "
    "beside what was read, and what each decision records."
)
"""The explanation of a reading that only a person can decide about; `settled_by` has the next step."""
