"""Parses a workload file: models, tokens a month, and hours of use."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model, field_validator, model_validator

from flows.settings.errors import first_mistake, time_zone
from flows.settings.toml_file import BadToml, read_toml
from models.facts import METERS, MODES, STANDARD
from models.pricing import Load, Schedule, windows

Quantity = Annotated[Decimal | None, Field(ge=0, le=Decimal(10) ** 24)]
Weight = Annotated[Decimal, Field(ge=0, le=Decimal(10) ** 9)]
"""Bills are exact: a number with an exponent of 999,999 would have as many digits in them."""


class BadWorkload(Exception):
    """An unreadable or invalid workload; the message names the place and a valid value."""


class Hours(BaseModel):
    """The hours in which a load runs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zone: str = "UTC"
    weekdays: str = Field(default="1234567", pattern="^[1-7]+$")
    ranges: str | None = None
    weights: tuple[Weight, ...] | None = None

    @field_validator("zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        return time_zone(value)

    @field_validator("ranges")
    @classmethod
    def _ranges(cls, value: str | None) -> str | None:
        if value is not None:
            windows(value)
        return value

    @field_validator("weights")
    @classmethod
    def _weights(cls, value: tuple[Decimal, ...] | None) -> tuple[Decimal, ...] | None:
        if value is not None and (len(value) != 24 or not any(value)):
            raise ValueError("24 weights are needed, of the hours from 00 to 23, and one of them above 0")
        return value

    @model_validator(mode="after")
    def _one_way(self) -> "Hours":
        if self.ranges is not None and self.weights is not None:
            raise ValueError("either ranges or weights say when it runs")
        return self

    def schedule(self) -> Schedule:
        weights = tuple(map(Fraction, self.weights)) if self.weights else Schedule().weights
        return Schedule(self.zone, self.weekdays, self.ranges, weights)


class Use(BaseModel):
    """One load: the use of a model in a month. `WorkloadEntry` adds a quantity for each meter."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = ""
    model: str
    currency: str = Field(pattern="^[A-Z]{3}$")
    source: str | None = None
    mode: str = STANDARD
    prompt_tokens: int = Field(default=0, ge=0)
    hours: Hours = Hours()

    @field_validator("mode")
    @classmethod
    def _mode(cls, value: str) -> str:
        if value not in MODES:
            raise ValueError(f"{value!r} is not a mode: write one of {', '.join(MODES)}")
        return value

    @model_validator(mode="after")
    def _uses_something(self) -> Self:
        if all(getattr(self, meter) is None for meter in METERS):
            raise ValueError(f"nothing is used: give {', '.join(METERS)}")
        return self

    def loads(self, number: int) -> Iterator[Load]:
        schedule, name = self.hours.schedule(), self.name or str(number)
        for meter in METERS:
            if (quantity := getattr(self, meter)) is not None:
                yield Load(
                    name=name,
                    model=self.model,
                    meter=meter,
                    currency=self.currency,
                    quantity=quantity,
                    schedule=schedule,
                    source=self.source,
                    mode=self.mode,
                    prompt_tokens=self.prompt_tokens,
                )


QUANTITIES: dict[str, Any] = dict.fromkeys(METERS, (Quantity, None))
WorkloadEntry: type[Use] = create_model("Entry", __base__=Use, **QUANTITIES)
LOADS: dict[str, Any] = {"load": (list[WorkloadEntry], Field(min_length=1))}
Workload = create_model("Workload", __config__=ConfigDict(extra="forbid", frozen=True), **LOADS)
"""The whole file: a list of `[[load]]`."""
TABLES = (Workload, WorkloadEntry, Hours)


def workload(file: Path) -> list[Load]:
    """Return the loads of a file, one per meter. Raises BadWorkload."""
    try:
        given = read_toml(file, parse_float=Decimal)
    except BadToml as problem:
        raise BadWorkload(str(problem)) from None
    except OSError as error:
        raise BadWorkload(f"no workload at {file}: {error.strerror}") from error
    try:
        entries: Sequence[Use] = dict(Workload(**given))["load"]
    except ValidationError as error:
        raise BadWorkload(f"{file}: {first_mistake(error, TABLES)}") from None
    return [load for number, entry in enumerate(entries, 1) for load in entry.loads(number)]
