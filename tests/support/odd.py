"""What a reading with one odd value is held to, whatever the source: named, the rest read, nothing invented or lost."""

from models.readings.reading import Reading


def refuse_all_but_kept(whole: Reading, found: Reading, offending: str) -> None:
    """Fail where the reading says more than the whole one, or lacks what it neither names nor keeps."""
    assert found.scopes <= whole.scopes
    assert offending in " ".join(named.shown for named in {*found.unread} - {*whole.unread})
    assert set(found.facts) <= set(whole.facts)
    lost = [fact for fact in whole.facts if fact not in set(found.facts)]
    assert [fact for fact in lost if not any(keep.covers(type(fact), fact.key) for keep in found.keeps)] == []
