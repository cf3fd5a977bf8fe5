"""What a page said and says no more, and is hard to believe to be over. Pure."""

from collections.abc import Iterator

from models.belief import value_at
from models.doubt import Case, Doubt, doubt, in_force
from models.fact import Fact
from models.facts import ModelVersion, PeakHours, Price, Promotion, Retirement


def silences(case: Case) -> Iterator[Doubt]:
    """All of them."""
    said = {(type(fact), fact.key) for fact in case.reading.facts}
    told = {fact.model for fact in case.reading.facts if isinstance(fact, Retirement)}
    yield from _vanished(case, told, said)
    yield from _forgotten(case)
    yield from _dropped(case, said)
    yield from _swapped(case)
    yield from _not_shown(case)


def _vanished(case: Case, told: set[str], said: set[tuple[type[Fact], tuple[str, ...]]]) -> Iterator[Doubt]:
    """Models that are priced or named no more, and the page does not say why."""
    still = {fact.model for fact in case.reading.facts if isinstance(fact, Price)} | told
    for price in in_force(Price, case.of(Price), case.moment):
        if price.key[1] not in still:
            yield Doubt(Price, price.key, None, f"{price.key[1]} has vanished, and the page does not say why")
    for version in in_force(ModelVersion, case.of(ModelVersion), case.moment):
        if version.key[1] not in told and (ModelVersion, version.key) not in said:
            yield Doubt(
                ModelVersion, version.key, None, f"{version.key[1]} is named no more, and the page does not say why"
            )


def _forgotten(case: Case) -> Iterator[Doubt]:
    """A dated entry that is gone, while older ones of the same thing stand."""
    stated: dict[tuple[str, ...], list[ModelVersion]] = {}
    for fact in case.reading.facts:
        if isinstance(fact, ModelVersion) and fact.effective_from is not None:
            stated.setdefault(fact.key, []).append(fact)
    for key, spans in case.of(ModelVersion).items():
        believed = max((span.start for span in spans if span.start <= case.moment), default=None)
        instants = [fact.effective_from for fact in stated.get(key, []) if fact.effective_from]
        if believed and instants and believed > max(instants):
            latest = max(stated[key], key=lambda fact: str(fact.effective_from))
            yield doubt(latest, f"{key[1]}: what was dated {believed:%Y-%m-%d} is not said any more")


def _dropped(case: Case, said: set[tuple[type[Fact], tuple[str, ...]]]) -> Iterator[Doubt]:
    """A promotion or a retirement ahead, or the peak hours of peak prices, about which nothing is said any more."""
    for kind in (Promotion, Retirement):
        for key, spans in case.of(kind).items():
            value = value_at(spans, case.moment)
            open_end = kind is Retirement and value is not None and value[0] == "announced"
            ahead = open_end or any(span.start > case.moment for span in spans)
            if ahead and (kind, key) not in said:
                yield Doubt(kind, key, None, f"{key[1]}: the page is silent about its {kind.table}")
    for fact in case.reading.facts:
        endless = isinstance(fact, Promotion) and fact.effective_from is None and fact.ends_at is None
        if endless and any(span.start > case.moment for span in case.of(Promotion).get(fact.key, ())):
            yield doubt(fact, f"{fact.key[1]}: the page is silent about the end of its promotion")
    peaks = any(isinstance(fact, Price) and fact.band == "peak" and not fact.gone for fact in case.reading.facts)
    for key, spans in case.of(PeakHours).items():
        if peaks and value_at(spans, case.moment) is not None and (PeakHours, key) not in said:
            yield Doubt(PeakHours, key, None, "peak prices, and the page is silent about their hours")


def _swapped(case: Case) -> Iterator[Doubt]:
    """A version that stood behind another name."""
    before = [
        fact for fact in in_force(ModelVersion, case.of(ModelVersion), case.moment) if isinstance(fact, ModelVersion)
    ]
    owners = {fact.version or "": fact.model for fact in before}
    own = {fact.model: fact.version for fact in before}
    for fact in case.reading.facts:
        if isinstance(fact, ModelVersion) and fact.effective_from is None:
            owner = owners.get(fact.version or "", fact.model)
            if fact.version != own.get(fact.model, fact.version) and owner != fact.model:
                yield doubt(fact, f"{fact.model}: {fact.version} stood behind {owner}")


def _not_shown(case: Case) -> Iterator[Doubt]:
    """Announced changes that fell due, and the page shows what was before them."""
    undated = {(type(fact), fact.key): fact for fact in case.reading.facts if fact.effective_from is None}
    dated = {(type(fact), fact.key) for fact in case.reading.facts if fact.effective_from is not None}
    for kind in (Price, PeakHours):
        for key, spans in case.of(kind).items():
            due = [span for span in spans if case.previous < span.start <= case.moment]
            fact = undated.get((kind, key))
            value = fact and fact.value
            if due and (kind, key) not in dated and value == value_at(spans, case.previous) != due[-1].value:
                yield Doubt(kind, key, value, f"{kind.table} {key[1:]}: announced, due, and not shown")
