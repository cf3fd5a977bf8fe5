"""Anthropic's page of models' ends in its Markdown form: `/docs/en/about-claude/model-deprecations.md`.

Its first table has the state of each model; the tables below repeat the days with the replacements.
"""

from scrapers.retirement_list import ANNOUNCED, DAY, MODEL, REPLACEMENT, STATE, RetirementList, one_id

LAYOUT = RetirementList(
    title="model deprecations",
    columns={
        "api model name": MODEL,
        "current state": STATE,
        "deprecated": ANNOUNCED,
        "tentative retirement date": DAY,
        "retirement date": DAY,
        "deprecated model": MODEL,
        "recommended replacement": REPLACEMENT,
    },
    least_models=8,
    names=one_id(r"claude-[a-z0-9.-]+"),
    headings=("model status", "deprecation history"),
)
read = LAYOUT.read
