"""The explanations and next steps that bodies of alerts state."""

from models.kinds import ChangeKind

_NOTHING = "nothing."
_MOVE = "move your calls to {other} {when}."
_READ = "read the text, and the page if it matters to you."
_LOOK = "look at the page: the reader does not understand this text."
TO_DO = {
    ChangeKind.PRICE_CHANGED: "check your price tables and budgets: the new price is charged now.",
    ChangeKind.PRICE_ANNOUNCED: "adapt your price tables and budgets {when}; until then nothing changes.",
    ChangeKind.PRICE_MOVED: "adapt what you planned to the new date; nothing changes {when}.",
    ChangeKind.PRICE_CANCELLED: "undo what you prepared: the price stays.",
    ChangeKind.PRICE_IN_EFFECT: "check that your price tables have the new price.",
    ChangeKind.LIST_PRICE_CHANGED: "nothing: what is charged stays the same.",
    ChangeKind.LIST_PRICE_ANNOUNCED: "nothing: what is charged stays the same.",
    ChangeKind.LIST_PRICE_MOVED: "nothing: what is charged stays the same.",
    ChangeKind.LIST_PRICE_CANCELLED: "nothing: what is charged stays the same.",
    ChangeKind.LIST_PRICE_IN_EFFECT: "nothing: what is charged stays the same.",
    ChangeKind.VERSION_CHANGED: "test your product again: another version answers to the same name.",
    ChangeKind.VERSION_ANNOUNCED: "test your product with the other version {when}.",
    ChangeKind.VERSION_MOVED: "adapt what you planned to the new date.",
    ChangeKind.VERSION_CANCELLED: "undo what you prepared: the version stays.",
    ChangeKind.VERSION_IN_EFFECT: "test your product again: another version answers to the same name.",
    ChangeKind.LIMITS_CHANGED: "check your longest requests and answers against the new limits.",
    ChangeKind.LIMITS_ANNOUNCED: "check your longest requests and answers against the new limits {when}.",
    ChangeKind.LIMITS_MOVED: "adapt what you planned to the new date.",
    ChangeKind.LIMITS_CANCELLED: "undo what you prepared: the limits stay.",
    ChangeKind.LIMITS_IN_EFFECT: "check your longest requests and answers against the new limits.",
    ChangeKind.PEAK_HOURS_CHANGED: "move work that can wait out of the peak hours.",
    ChangeKind.PEAK_HOURS_ANNOUNCED: "move work that can wait out of the new peak hours {when}.",
    ChangeKind.PEAK_HOURS_MOVED: "adapt what you planned to the new date.",
    ChangeKind.PEAK_HOURS_CANCELLED: "undo what you prepared: the peak hours stay.",
    ChangeKind.PEAK_HOURS_IN_EFFECT: "check that work that can wait runs outside of the peak hours.",
    ChangeKind.MODEL_ADDED: _NOTHING,
    ChangeKind.MODEL_REMOVED: "check that your calls of this name still succeed, and prepare another model.",
    ChangeKind.PROMOTION_ANNOUNCED: _NOTHING,
    ChangeKind.PROMOTION_STARTED: "expect the usual price again when it ends.",
    ChangeKind.PROMOTION_CHANGED: "check your budgets against the new terms.",
    ChangeKind.PROMOTION_DATED: "expect the usual price after its end.",
    ChangeKind.PROMOTION_UNDATED: "expect that it may end at any time.",
    ChangeKind.PROMOTION_EXTENDED: "adapt your budgets to the later end.",
    ChangeKind.PROMOTION_SHORTENED: "adapt your budgets to the earlier end.",
    ChangeKind.PROMOTION_MADE_PERMANENT: "nothing: the price stays.",
    ChangeKind.PROMOTION_ENDED: "check your price tables and budgets.",
    ChangeKind.PROMOTION_ENDED_EARLY: "check your price tables and budgets.",
    ChangeKind.RETIREMENT_ANNOUNCED: _MOVE,
    ChangeKind.RETIREMENT_DATED: _MOVE,
    ChangeKind.RETIREMENT_MOVED: _MOVE,
    ChangeKind.RETIREMENT_UNDATED: "keep your move to {other} planned: it is still to be retired.",
    ChangeKind.RETIREMENT_CANCELLED: "nothing has to move: the name stays.",
    ChangeKind.RETIREMENT_WITHDRAWN: "read the page: the announcement may have moved to another one.",
    ChangeKind.RETIREMENT_HAPPENED: "make sure that nothing calls this name: call {other}.",
    ChangeKind.REPLACEMENT_CHANGED: "test your product again: another version answers to the same name.",
    ChangeKind.RECOMMENDATION_CHANGED: "nothing, unless you move: {other} is recommended now.",
    ChangeKind.FLOOR_CHANGED: _NOTHING,
    ChangeKind.FLOOR_SHORTENED: "expect that its end may be announced earlier than you planned.",
    ChangeKind.NAME_REROUTED: "test your product with the model that answers, or call another one.",
    ChangeKind.LICENCE_CHANGED: "read the new licence: it says what you may do with weights that you get from now on.",
    ChangeKind.GATING_CHANGED: "check that your downloads still succeed: gated files need an account and its token.",
    ChangeKind.REVISION_CHANGED: "nothing, unless you load the newest revision: then test your product again.",
    ChangeKind.MODEL_CARD_CHANGED: _NOTHING,
    ChangeKind.NOTICE_ADDED: _READ,
    ChangeKind.NOTICE_CHANGED: _READ,
    ChangeKind.NOTICE_REMOVED: _READ,
    ChangeKind.TEXT_UNREAD: _LOOK,
    ChangeKind.POSSIBLE_PRICE_UNREAD: _LOOK,
    ChangeKind.POSSIBLE_DATE_UNREAD: _LOOK,
    ChangeKind.WORDING_CHANGED: "read both texts.",
    ChangeKind.NO_LONGER_STATED: "read the page.",
    ChangeKind.END_NOT_CONFIRMED: "read the page, or check whether it still works.",
    ChangeKind.SOURCES_DISAGREE: "read the pages, and rely on none of the statements until they agree.",
    ChangeKind.SOURCES_AGREE_AGAIN: _NOTHING,
    ChangeKind.SOURCE_BROKEN: "nothing yet: the page is fetched again on schedule.",
    ChangeKind.SOURCE_HELD: "nothing yet: the next reading settles it.",
    ChangeKind.SOURCE_STALE: "look at the reason below: the recorded facts may be out of date.",
    ChangeKind.SOURCE_RECOVERED: _NOTHING,
    ChangeKind.SOURCE_STILL_BROKEN: "look at the page and at the reason: this does not pass by itself.",
    ChangeKind.SOURCE_STILL_HELD: "look at the page and at the reason: this does not pass by itself.",
    ChangeKind.SOURCE_STILL_STALE: "look at the reason: this does not pass by itself.",
    ChangeKind.DECISION_UNDONE: "check what is believed now.",
    ChangeKind.SCORE_MOVED: _NOTHING,
    ChangeKind.CONTENDER_ADDED: _NOTHING,
    ChangeKind.CONTENDER_REMOVED: "do not rely on its last scores.",
    ChangeKind.CONTENDER_REPLACED: "do not compare its scores with those of before.",
    ChangeKind.TOP_PLACE_GAINED: _NOTHING,
    ChangeKind.TOP_PLACE_LOST: _NOTHING,
    ChangeKind.CATEGORY_NOT_STATED: "do not rely on the last scores of this category.",
    ChangeKind.LEADERBOARD_REBASED: "do not compare scores from before with those from now on.",
    ChangeKind.LEADERBOARD_STALE: "do not rely on its scores for new models.",
}
"""The next step after the gravest change of an alert, a line, by kind. `when` is `before` an instant, or `in time`."""
TO_DO_OPEN_ENDED = "expect that the price may change after its end: what follows is unpublished."
"""The same for promotions that last until a day at least."""
TO_DO_WITHOUT_PEAKS = "nothing: every hour costs the same."
"""The same for peak hours that end."""
TO_DECIDE = "decide: nothing of this page is recorded until then, no new price and no new date."
"""The same for a reading that only a person can decide about."""
NEXT_STEPS = {
    ChangeKind.SOURCE_BROKEN: ("The page is fetched again on schedule.\nThe state of every source: almanac doctor"),
    ChangeKind.SOURCE_HELD: (
        "Nothing of this page is recorded until then, including its other changes.\n"
        "What is believed and what was read, side by side: almanac held"
    ),
    ChangeKind.DECISION_UNDONE: (
        "This is believed from now on, and the alerts of that decision are void.\n"
        "What was believed meanwhile stays on record: almanac corrections\n"
        "Whether it waits for you again: almanac held"
    ),
    ChangeKind.LICENCE_CHANGED: (
        "This is what the card of the repository states. The licence itself is a file there: compare both."
    ),
    ChangeKind.GATING_CHANGED: (
        "auto: whoever asks with an account gets access at once. manual: the owner of the repository decides."
    ),
    ChangeKind.REVISION_CHANGED: (
        "A commit changes the weights, or the text beside them alone: the repository lists the files of each."
    ),
    ChangeKind.MODEL_CARD_CHANGED: "Every card that is recorded: almanac cards",
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
        "The recorded facts still apply and may be out of date. The log of its runs states the reason, and so does: "
        "almanac doctor"
    ),
}
"""Explanations and next steps, by kind."""
DECIDE = (
    "What is believed and what was read, side by side, and what each decision records: almanac held\n"
    "To accept: almanac held accept {0}\n"
    "To reject: almanac held reject {0}"
)
"""The explanation of a reading that only a person can decide about, by the number of its snapshot."""
