"""Answers of several addresses in one body, each by the name that stands in its path."""

from collections.abc import Mapping
from dataclasses import dataclass

from scrapers.page import PageChanged
from scrapers.parse import Json, json_object, nonempty_list, printed, required_field, required_text

ANSWERS = "answers"
FIELDS = ("path", "status", "answer")


@dataclass(frozen=True)
class NamedAnswer:
    """The answer about one repository or dataset."""

    status: int
    value: Json
    place: str
    """Its place in the body: `answers[2]`."""

    @property
    def refusal(self) -> str:
        """The reason why there is no answer; empty if there is one."""
        return "" if self.status == 200 else f"HTTP {self.status}: it is missing, private, renamed or gated"


def answers_by_name(body: dict[str, Json], before: str, behind: str = "") -> Mapping[str, NamedAnswer]:
    """Return the answers by name, which stands in a path between two texts. Raises PageChanged, also for one twice."""
    _refuse_others(body, (ANSWERS,), "the body")
    found = dict[str, NamedAnswer]()
    for number, each in enumerate(nonempty_list(required_field(body, ANSWERS, "the body"), ANSWERS)):
        place = f"{ANSWERS}[{number}]"
        answer = json_object(each, place)
        _refuse_others(answer, FIELDS, place)
        path, status, value = (required_field(answer, name, place) for name in FIELDS)
        name = _name(required_text(path, f"{place}.path"), before, behind)
        if isinstance(status, bool) or not isinstance(status, int) or (status != 200 and value is not None):
            raise PageChanged(f"{place} has no status, or an answer of another status than 200", printed(status))
        if name in found:
            raise PageChanged("one address answered twice", name)
        found[name] = NamedAnswer(status, value, place)
    return found


def _name(path: str, before: str, behind: str) -> str:
    if not path.startswith(before) or not path.endswith(behind):
        raise PageChanged(f"not an address {before}…{behind}", path)
    return path[len(before) : len(path) - len(behind)]


def _refuse_others(row: dict[str, Json], known_fields: tuple[str, ...], place: str) -> None:
    if others := sorted(row.keys() - set(known_fields)):
        raise PageChanged(f"{place} has fields that nobody knows", ", ".join(others))
