"""The cards of repositories of open weights: `GET /api/models/<owner>/<name>`, several answers as one body.

The licence stands in the card (`cardData.license`) and among the tags (`license:mit`): two that differ, or none, are no
licence. Only a licence that is `other` has a name. A repository that is missing, or an answer with a value of another
type, is reported as unread, and its card stays as believed; the others are read.

A saved answer alone is read as one about its own repository; the other cards stay as believed.
"""

import json
import re

from models.facts import ModelCard, Notice
from models.readings import KeptFacts, Reading, Scope
from scrapers.huggingface.answers import ANSWERS, NamedAnswer, answers_by_name
from scrapers.huggingface.sources import MODELS, repositories
from scrapers.page import Page, PageChanged
from scrapers.parse import (
    Json,
    UnreadValues,
    json_object,
    nonempty_list,
    optional_number,
    parse_json,
    printed,
    required_field,
    required_text,
    unknown_fields,
)

KNOWN = {
    *("_id", "id", "modelId", "sha", "gated", "tags", "cardData", "safetensors"),
    # Not recorded.
    *("author", "baseModels", "childrenModelCount", "config", "createdAt", "disabled", "downloads", "evalResults"),
    *("downloadsAllTime", "gguf", "inference", "inferenceProviderMapping", "lastModified", "library_name", "likes"),
    *("mask_token", "model-index", "pipeline_tag", "private", "resourceGroup", "siblings", "spaces", "trendingScore"),
    *("transformersInfo", "usedStorage", "widgetData", "xetEnabled"),
}
NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*", re.ASCII)
SHA = re.compile(r"[0-9a-f]{40}")
LICENCE = re.compile(r"[a-z0-9][a-z0-9.+-]{1,40}")
OTHER, TAG = "other", "license:"
GATINGS = ("no", "auto", "manual")
"""`no` is `false` in the answer."""
DTYPE = re.compile(r"[A-Z][A-Z0-9_]{1,20}")
MOST_DTYPES = 20


def read(page: Page) -> Reading:
    """Read the card of each repository. Raises PageChanged, also if none can be read."""
    body, odd = json_object(parse_json(page.body), "the answer"), UnreadValues()
    is_several = ANSWERS in body
    answers = answers_by_name(body, MODELS) if is_several else {_own_name(body): NamedAnswer(200, body, "the answer")}
    cards = [card for name, answer in answers.items() if (card := _card(page.source, name, answer, odd))]
    lacking = [name for name in repositories() if name not in answers]
    for name in lacking if is_several else ():
        odd.add(name, "no answer about it", _keeps(page.source, name))
    if not cards:
        raise PageChanged("no card can be read", odd.named[0].shown if odd else "")
    rows = [answer.value for answer in answers.values() if isinstance(answer.value, dict)]
    return Reading(
        frozenset({Scope(ModelCard, page.source), Scope(Notice, page.source)}),
        tuple(cards),
        unread=(*unknown_fields(rows, KNOWN, ""), *odd.named),
        kept=frozenset(keep for name in lacking for keep in _keeps(page.source, name)),
        listed_kinds=frozenset({ModelCard}),
    )


def _own_name(body: dict[str, Json]) -> str:
    """Return the repository that a single answer is about."""
    if "error" in body:
        raise PageChanged("the answer is an error", printed(body["error"]))
    name = required_text(required_field(body, "id", "the answer"), "id")
    if not NAME.fullmatch(name):
        raise PageChanged("id is no repository", name)
    return name


def _keeps(source: str, repository: str) -> list[KeptFacts]:
    return [KeptFacts.of(ModelCard, source=source, repository=repository)]


def _card(source: str, repository: str, answer: NamedAnswer, odd: UnreadValues) -> ModelCard | None:
    """Return the card of a repository; None if a part of it cannot be read, which is recorded."""
    if answer.refusal:
        odd.add(repository, answer.refusal, _keeps(source, repository))
        return None
    try:
        row = json_object(answer.value, "the answer")
        _expect_own(row, repository)
        licence, name = _licence(row)
        gated, sha = _gated(required_field(row, "gated", "it")), _sha(required_field(row, "sha", "it"))
    except PageChanged as refusal:
        odd.add(repository, str(refusal), _keeps(source, repository))
        return None
    return ModelCard(
        source=source,
        repository=repository,
        licence=licence,
        licence_name=name,
        gated=gated,
        sha=sha,
        parameters=_aside(row, repository, odd),
        locator=f"{repository}: cardData.license, gated, sha",
    )


def _expect_own(row: dict[str, Json], repository: str) -> None:
    """Raise PageChanged if an answer is about another repository: one that was renamed is redirected."""
    if (own := required_field(row, "id", "it")) != repository:
        raise PageChanged("the answer is about another repository", printed(own))


def _licence(row: dict[str, Json]) -> tuple[str, str | None]:
    """Return the id of the licence, and the name of one that is `other`."""
    tags = [required_text(tag, "a tag") for tag in nonempty_list(required_field(row, "tags", "it"), "tags")]
    tagged = [tag.removeprefix(TAG) for tag in tags if tag.startswith(TAG)]
    card = json_object(row["cardData"], "cardData") if row.get("cardData") is not None else None
    stated = [*tagged, *([] if card is None else [required_text(card.get("license"), "cardData.license")])]
    if len(tagged) != 1 or len(set(stated)) != 1 or not LICENCE.fullmatch(stated[0]):
        raise PageChanged("not one licence in the card and among the tags", ", ".join(stated) or "none")
    if stated[0] != OTHER:
        return stated[0], None
    if card is None:
        raise PageChanged("the licence is another one, and there is no card that names it")
    return OTHER, required_text(card.get("license_name"), "cardData.license_name")


def _gated(value: Json) -> str:
    gating = "no" if value is False else value
    if not isinstance(gating, str) or gating not in GATINGS or (gating == "no") != (value is False):
        raise PageChanged("gated is neither false nor a way of gating", printed(value))
    return gating


def _sha(value: Json) -> str:
    if not isinstance(value, str) or not SHA.fullmatch(value):
        raise PageChanged("sha is no commit", printed(value))
    return value


def _aside(row: dict[str, Json], repository: str, odd: UnreadValues) -> str | None:
    """Return the numbers of values by type as JSON; None if they are not stated, or cannot be read."""
    if row.get("safetensors") is None:
        return None
    try:
        stated = json_object(row["safetensors"], "safetensors")
        numbers = json_object(required_field(stated, "parameters", "safetensors"), "safetensors.parameters")
        counted = {_dtype(name): _count(numbers[name]) for name in sorted(numbers)}
        if not 0 < len(counted) <= MOST_DTYPES:
            raise PageChanged("safetensors.parameters has no types, or too many", f"{len(counted)}")
    except PageChanged as refusal:
        odd.add(f"{repository}: safetensors", str(refusal))
        return None
    return json.dumps(counted)


def _dtype(name: str) -> str:
    if not DTYPE.fullmatch(name):
        raise PageChanged("safetensors.parameters has no type of values", name)
    return name


def _count(value: Json) -> int:
    number = optional_number(value, "safetensors.parameters", 0)
    if number is None or number != number.to_integral_value():
        raise PageChanged("safetensors.parameters is no number of values", printed(value))
    return int(number)
