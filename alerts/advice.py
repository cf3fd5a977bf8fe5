"""What still holds and what to do, for alerts of which the change itself does not say it."""

ADVICE = {
    "source stale": (
        "What it said last stands until it is read again.",
        "To find out why: `almanac doctor`, and the runs of this source in the UI or in the log.",
    ),
}


def advice(kind: str) -> tuple[str, ...]:
    """Lines for the body of an alert."""
    return ADVICE.get(kind, ())
