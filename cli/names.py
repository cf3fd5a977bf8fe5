"""Names that a command takes: of models, sources, boards and targets."""

from difflib import get_close_matches

from cli.show import Problem


def expect_name(name: str, known: list[str], thing: str) -> None:
    """Exit 2 with similar names, unless the name is known."""
    if name not in known:
        similar = get_close_matches(name, known, n=3, cutoff=0.4) or known
        raise Problem(
            f"unknown {thing} {name!r}"
            + (f": did you mean {', '.join(similar)}?" if similar else ": none is known yet"),
            2,
        )
