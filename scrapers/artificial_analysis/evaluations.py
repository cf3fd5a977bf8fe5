"""The evaluations by name: the API's own names are the categories, without its prefix; the page writes them otherwise.

An evaluation that nobody knew is one more category, if its name is in snake case and its value a number; anything else
is refused. A known one has to lie on its scale: a share that became per cent is another number for the same thing.
Estimated indices (`…_is_estimated`) are scores: the API gives them without saying so (2026-07-31), as did the page of
2026-06-16 for 458 of 501.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from scrapers.exact import Json
from scrapers.fields import number, said
from scrapers.page import PageChanged

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
"""What the scores of an evaluation lie between (captures 2026-05-13…08-01)."""
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
"""Names of the page that no rule makes those of the API; some were renamed in September 2026."""


def _camel(category: str) -> str:
    first, *others = category.split("_")
    return first + "".join(other.capitalize() for other in others)


FLAT = frozenset({_camel(category) for category in SCALES} | PAGE_NAMES.keys())
"""The page's names of evaluations: among the other columns of its rows only these are told from them."""
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def snake(name: str) -> str:
    """The API's name for an evaluation that the page has in camel case."""
    return PAGE_NAMES.get(name) or HUMP.sub("_", name).lower()


def categories(stated: Iterable[tuple[str, Json]], place: str) -> dict[str, Decimal | None]:
    """Each evaluation by category, null where the model was not put to it. Raises PageChanged."""
    found: dict[str, Decimal | None] = {}
    for name, value in stated:
        category = name.removeprefix(PREFIX)
        if category.endswith(FLAG):
            continue
        if not NAME.fullmatch(category):
            raise PageChanged(f"{place} has an evaluation of no known shape", f"{name}: {said(value)}")
        if category in found:
            raise PageChanged(f"{place} states an evaluation twice", name)
        found[category] = number(value, f"{place}.{name}", *SCALES.get(category, (None, None)))
    return found
