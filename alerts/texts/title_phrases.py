"""Phrases of titles about lifecycles, limits, texts, sources and boards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from alerts.texts.ages import time_left
from alerts.texts.context import Said, TitlePhrase
from alerts.texts.titles import (
    NONE,
    OUTPUT,
    bands_text,
    came_or_went,
    is_usual,
    money_unit,
    names_text,
    offer_text,
    quoted,
    sides_of,
    values_phrase,
    versions,
)
from models.facts import HOURS, Fact, ModelVersion, PeakHours, Price, Promotion, Retirement, amount_text, meter_text
from models.kinds import ChangeKind, Thing


def short(text: str | None) -> str:
    """Return the beginning of a reason."""
    return quoted(text)[1:-1]


def _retirement(facts: Sequence[Fact]) -> Retirement | None:
    return next((fact for fact in facts if isinstance(fact, Retirement)), None)


def _is_retired(said: Said) -> str:
    after = _retirement(said.first.facts_after)
    at, is_ = (after and after.retires_at) or said.first.effective_at, said.verb("is", "are")
    if at is None:
        return f"{is_} to be retired, without a date"
    if after and after.state == "earliest":
        return f"{is_} retired on {said.when(at)} at the earliest"
    if at <= said.now:
        return f"{is_} retired since {said.when(at)}"
    return f"{is_} retired on {said.when(at)} (in {time_left(at - said.now)})"


def _retirement_moved(said: Said) -> str:
    before = _retirement(said.first.facts_before)
    was = f", not on {said.when(before.retires_at)}" if before and before.retires_at else ""
    return f"{_is_retired(said)}{was}"


def _retirement_undated(said: Said) -> str:
    before = _retirement(said.first.facts_before)
    was = f" (it was {said.when(before.retires_at)})" if before and before.retires_at else ""
    return f"{said.verb('retirement has', 'retirements have')} no date any more{was}"


def _retirement_cancelled(said: Said) -> str:
    on = f" on {said.at}" if said.first.effective_at else ""
    return f"{said.verb('stays: its retirement', 'stay: their retirement')}{on} is cancelled"


def _retired(said: Said) -> str:
    after = _retirement(said.first.facts_after)
    instead = f", use {after.replacement}" if after and after.replacement else ""
    since = f"since {said.when(after.retires_at)}" if after and after.retires_at else said.since
    return f"{said.verb('is', 'are')} retired {since}{instead}"


def _routed(said: Said) -> str:
    after = _retirement(said.first.facts_after)
    name = after and (after.answers_as or after.replacement)
    return f"{said.verb('answers', 'answer')} as {name or 'another model'} {said.since}"


def _replacement(said: Said) -> str:
    before, after = (_retirement(facts) for facts in (said.first.facts_before, said.first.facts_after))
    was, now = (fact.replacement if fact else None for fact in (before, after))
    move = f"{was or 'none'} → {now or 'none'}"
    if after and after.state == "routed" and after.answers_as:
        return f"{said.verb('answers', 'answer')} as {after.answers_as}, version {move}, as of {said.at}"
    return f"{said.verb('replacement', 'replacements')} {move}"


def _floor(said: Said) -> str:
    before, after = (_retirement(facts) for facts in (said.first.facts_before, said.first.facts_after))
    old, new = (fact.retires_at if fact else None for fact in (before, after))
    was = f", was {said.when(old)}" if old else ""
    if new is None:
        return f"{said.verb('has', 'have')} no assured time any more{was}"
    return f"{said.verb('stays', 'stay')} until {said.when(new)} at least{was}"


def _promotion(facts: Sequence[Fact]) -> Promotion | None:
    return next((fact for fact in facts if isinstance(fact, Promotion)), None)


def _until(promotion: Promotion | None, said: Said) -> str:
    if promotion is None or promotion.ends_at is None:
        return "without an end date"
    return f"{'at least ' if promotion.is_open_ended else ''}until {said.when(promotion.ends_at)}"


def _then(promotion: Promotion | None) -> str:
    return "; what follows is unpublished" if promotion and promotion.is_open_ended else ""


def _promotion_starts(said: Said) -> str:
    after = _promotion(said.first.facts_after)
    start = f" from {said.at}" if said.first.effective_at and said.first.effective_at > said.now else ""
    return f"{offer_text(after)}{start} {_until(after, said)}{_then(after)}"


def _promotion_moves(said: Said) -> str:
    """Return the new end and the old one; the share, too, if it is another one."""
    before, after = _promotion(said.first.facts_before), _promotion(said.first.facts_after)
    old, new = (offer_text(fact) for fact in (before, after))
    verb = said.first.kind.verb
    if old != new:
        return f"promotion {verb}: {old} → {new} {_until(after, said)}{_then(after)}"
    return f"{new} {verb} {_until(after, said)} (it was {_until(before, said)}){_then(after)}"


def _promotion_stays(said: Said) -> str:
    before = _promotion(said.first.facts_before)
    end = (
        f": {said.verb('it does', 'they do')} not end on {said.when(before.ends_at)}"
        if before and before.ends_at
        else ""
    )
    return f"{offer_text(_promotion(said.first.facts_after))} made permanent{end}"


def _promotion_ends(said: Said) -> str:
    before = _promotion(said.first.facts_before)
    then = " and goes on as the usual price" if before and before.after_end == "permanent" else ""
    return f"{offer_text(before)} {said.first.kind.verb} {said.at}{then}"


def _limits_phrase(said: Said) -> str:
    sides = [
        {"context": facts[0].context_length, "output": facts[0].max_output} if facts else {}
        for facts in map(versions, sides_of(said.first))
    ]
    named = [name for name in ("context", "output") if sides[0].get(name) != sides[1].get(name)]
    moves = [f"{name} {sides[0].get(name) or NONE} → {sides[1].get(name) or NONE}" for name in named]
    was, now = (", ".join(f"{name} {side.get(name) or NONE}" for name in named) if side else NONE for side in sides)
    move = f"limits {', '.join(moves)}" if NONE not in (was, now) else came_or_went("limits", was, now)
    return values_phrase(said, move, "limits", now, was)


def _new_phrase(said: Said) -> str:
    prices = [fact for fact in said.first.facts_after if isinstance(fact, Price)]
    prices = [price for price in prices if price.meter == OUTPUT] or prices
    prices = [price for price in prices if is_usual(price)] or prices
    same = [price for price in prices if replace(price, band=prices[0].band).key == prices[0].key]
    cost = f": {meter_text(same[0])} {bands_text(same)} {money_unit(same[0])}" if same and not said.many else ""
    return f"{said.verb('is', 'are')} new as of {said.at}{cost}"


def _unread(said: Said) -> str:
    more = f" and {len(said.changes) - 1} more" if len(said.changes) > 1 else ""
    return f"{said.first.kind.noun} not understood: {quoted(said.first.said_after)}{more}"


def _believed(said: Said) -> str:
    texts = dict.fromkeys(fact_text(fact, said.when) for change in said.changes for fact in change.facts_after)
    return names_text([*texts]) or short(said.first.said_after)


def fact_text(fact: Fact, when: Callable[[datetime], str]) -> str:
    """Return a believed fact in few words."""
    if isinstance(fact, Retirement):
        return f"retirement on {when(fact.retires_at)}" if fact.retires_at else "retirement without a date"
    if isinstance(fact, Promotion):
        return offer_text(fact) + (f" until {when(fact.ends_at)}" if fact.ends_at else "")
    if isinstance(fact, Price):
        return f"{meter_text(fact)} {amount_text(fact)} {fact.currency}"
    if isinstance(fact, ModelVersion):
        return f"version {fact.version}"
    return HOURS if isinstance(fact, PeakHours) else fact.table


def _disputed(said: Said) -> str:
    things = list[str]()
    for change in said.changes:
        item = change.data.item or {}
        thing = (change.data.fact or "a fact").replace("_", " ")
        things.append(" ".join(str(part) for part in (item.get("meter"), thing, item.get("currency")) if part))
    return names_text([*dict.fromkeys(things)])


def _source(said: Said) -> str:
    change = said.first
    if change.needs_decision:
        return f"is held until you decide: {short(change.why_held)}"
    if said.note:
        return f"is {change.kind.verb}, {said.note}"
    reason = "" if change.kind is ChangeKind.SOURCE_RECOVERED else short(change.said_after)
    verb = "can be read again" if change.kind is ChangeKind.SOURCE_RECOVERED else f"is {change.kind.verb}"
    return f"{verb}: {reason}" if reason else verb


def _contenders(said: Said) -> str:
    return names_text([*dict.fromkeys(change.subject for change in said.changes)])


def _about_contenders(one: str, several: str) -> TitlePhrase:
    """Return the phrase of changes of contenders; that of a single change ends with its values."""

    def phrase(said: Said) -> str:
        if len(said.changes) > 1:
            return f"{_contenders(said)} {several}"
        before, after = said.first.said_before, getattr(said.first, "score_words", "") or said.first.said_after
        values = " → ".join(part for part in (before, after) if part)
        return f"{_contenders(said)} {one}" + (f": {values}" if values else "")

    return phrase


def _about_board(said: Said) -> str:
    change = said.first
    if change.kind is ChangeKind.LEADERBOARD_STALE:
        return f"{change.said_after}"
    text = " → ".join(part for part in (change.said_before, change.said_after) if part)
    return f"{change.kind}: {short(text)}"


def _card(said: Said) -> str:
    """Return the phrase of a part of a model card: its values, or the one that came or went."""
    change, noun = said.first, str(said.first.kind.thing)
    was, now = (text or NONE for text in (change.said_before, change.said_after))
    move = f"{noun} {was} → {now}" if NONE not in (was, now) else came_or_went(noun, was, now)
    return values_phrase(said, move, noun, now, was)


PHRASES: Mapping[ChangeKind, TitlePhrase] = {
    ChangeKind.MODEL_ADDED: _new_phrase,
    ChangeKind.MODEL_REMOVED: lambda said: f"{said.verb('is', 'are')} no longer listed {said.since}",
    ChangeKind.RETIREMENT_ANNOUNCED: _is_retired,
    ChangeKind.RETIREMENT_DATED: _is_retired,
    ChangeKind.RETIREMENT_MOVED: _retirement_moved,
    ChangeKind.RETIREMENT_UNDATED: _retirement_undated,
    ChangeKind.RETIREMENT_CANCELLED: _retirement_cancelled,
    ChangeKind.RETIREMENT_WITHDRAWN: lambda said: (
        f"{said.verb('retirement is', 'retirements are')} no longer announced"
    ),
    ChangeKind.RETIREMENT_HAPPENED: _retired,
    ChangeKind.NAME_REROUTED: _routed,
    ChangeKind.REPLACEMENT_CHANGED: _replacement,
    ChangeKind.RECOMMENDATION_CHANGED: _replacement,
    ChangeKind.FLOOR_CHANGED: _floor,
    ChangeKind.FLOOR_SHORTENED: _floor,
    ChangeKind.PROMOTION_ANNOUNCED: _promotion_starts,
    ChangeKind.PROMOTION_STARTED: _promotion_starts,
    ChangeKind.PROMOTION_MADE_PERMANENT: _promotion_stays,
    ChangeKind.PROMOTION_ENDED: _promotion_ends,
    ChangeKind.PROMOTION_ENDED_EARLY: _promotion_ends,
    ChangeKind.TEXT_UNREAD: _unread,
    ChangeKind.POSSIBLE_PRICE_UNREAD: _unread,
    ChangeKind.POSSIBLE_DATE_UNREAD: _unread,
    ChangeKind.WORDING_CHANGED: lambda said: f"wording changed, believed as before: {_believed(said)}",
    ChangeKind.NO_LONGER_STATED: lambda said: f"no longer stated, believed as before: {_believed(said)}",
    ChangeKind.END_NOT_CONFIRMED: lambda said: f"the page does not confirm the end: {_believed(said)}",
    ChangeKind.SOURCES_DISAGREE: lambda said: f"sources disagree on {_disputed(said)}",
    ChangeKind.SOURCES_AGREE_AGAIN: lambda said: f"sources agree again on {_disputed(said)}",
    ChangeKind.DECISION_UNDONE: lambda said: f"your decision is undone: {short(said.first.said_before)}",
    ChangeKind.CONTENDER_ADDED: _about_contenders("is new", "are new"),
    ChangeKind.CONTENDER_REMOVED: _about_contenders("is gone", "are gone, missing from three publishes"),
    ChangeKind.CONTENDER_REPLACED: _about_contenders("is another contender now", "are other contenders now"),
    ChangeKind.SCORE_MOVED: _about_contenders("has another score", "have other scores"),
    ChangeKind.TOP_PLACE_GAINED: _about_contenders("enters the top ten", "enter the top ten"),
    ChangeKind.TOP_PLACE_LOST: _about_contenders("leaves the top ten", "leave the top ten"),
}
"""The phrases of single kinds."""
PHRASES_OF_THINGS: Mapping[Thing, TitlePhrase] = {
    Thing.LIMITS: _limits_phrase,
    Thing.PROMOTION: _promotion_moves,
    **dict.fromkeys((Thing.LICENCE, Thing.GATING, Thing.REVISION, Thing.MODEL_CARD), _card),
    Thing.SOURCE: _source,
    Thing.CATEGORY: _about_board,
    Thing.LEADERBOARD: _about_board,
}
"""The phrases of all other kinds, by their thing."""
