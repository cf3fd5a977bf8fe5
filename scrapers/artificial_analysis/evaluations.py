"""Evaluations by name: the API's names without its prefix are the categories; the page spells them differently.

An unknown evaluation becomes a new category if its name is in snake case and its value a number; anything else is
reported as unread. So is a number off the scale of a known evaluation: a share that became a percentage is another
number for the same thing.

Estimated indices (`…_is_estimated`) are scores: the API states them without marking them (2026-07-31), as did the page
of 2026-06-16 for 458 of 501.
"""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from models.facts import Score
from scrapers.artificial_analysis.row_identity import RowIdentity
from scrapers.page import PageChanged
from scrapers.parse import Json, UnreadValues, json_type, optional_number, printed_or_quotes

PREFIX = "artificial_analysis_"
FLAG = "_is_estimated"
NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
SHARES = (
    "aime",
    "aime_25",
    "apex_agents",
    "critpt",
    "gdpval_normalized",
    "gpqa",
    "hle",
    "ifbench",
    "lcr",
    "livecodebench",
    "math_500",
    "mmlu_pro",
    "mmmu_pro",
    "omniscience_accuracy",
    "omniscience_non_hallucination",
    "scicode",
    "tau2",
    "tau_banking",
    "terminalbench_hard",
    "terminalbench_v2_1",
)
INDICES = ("intelligence_index", "coding_index", "agentic_index", "math_index")
SCALES: dict[str, tuple[int, int]] = {
    **dict.fromkeys(SHARES, (0, 1)),
    **dict.fromkeys(INDICES, (0, 100)),
    "omniscience": (-100, 100),
}
"""Bounds of an evaluation's scores (captures 2026-05-13…08-01)."""
PAGE_NAMES: dict[str, str] = {
    "aime25": "aime_25",
    "math500": "math_500",
    "terminalbenchV21": "terminalbench_v2_1",
    "terminalBench21": "terminalbench_v2_1",
    "terminalbenchV40": "terminalbench_v4_0",
    "terminalBench40": "terminalbench_v4_0",
    "itbenchSre": "itbench_sre",
    "itBenchSre": "itbench_sre",
    "analystAgent": "analyst_agent",
}
"""Names on the page that no rule converts to those of the API; some were renamed in September 2026."""


def _camel(category: str) -> str:
    first, *others = category.split("_")
    return first + "".join(other.capitalize() for other in others)


FLAT = frozenset({_camel(category) for category in SCALES} | PAGE_NAMES.keys())
"""The page's names of evaluations, by which they are recognised among the other columns of its rows."""
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def snake(name: str) -> str:
    """Return the API's name for an evaluation that the page has in camel case."""
    return PAGE_NAMES.get(name) or HUMP.sub("_", name).lower()


KNOWN = frozenset({*SCALES, *PAGE_NAMES.values()})
StatedScores = Sequence[tuple[str, Json]]
"""Evaluations of a model by name."""


def categories(stated: StatedScores, identity: RowIdentity, odd: UnreadValues) -> dict[str, Decimal | None]:
    """Return each evaluation of a model by category, None if the model was not evaluated.

    An unreadable value is reported and left out, as is a category that is stated under two names: the score stays as
    believed.
    """
    readable = Counter(_category(name) for name, value in stated if _is_readable(_category(name), value))
    scores: dict[str, Decimal | None] = {}
    for name, value in stated:
        category = _category(name)
        if readable[category] == 1:
            scores[category] = optional_number(value, category)
        elif not category.endswith(FLAG):
            text = f"{identity.name}: {printed_or_quotes(value)}" if category in KNOWN else json_type(value)
            odd.add(f"{identity.rows}.evaluations.{name}", text, [identity.keep(Score, category=category)])
    return scores


def _category(name: str) -> str:
    return name.removeprefix(PREFIX)


def _is_readable(category: str, value: Json) -> bool:
    """Return True for a number on the evaluation's scale, or null."""
    try:
        optional_number(value, category, *SCALES.get(category, (None, None)))
    except PageChanged:
        return False
    return NAME.fullmatch(category) is not None and not category.endswith(FLAG)
