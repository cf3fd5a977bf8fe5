"""The demo: `almanac demo` runs the whole job on the built-in sample sites."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from flows.demo.visits import END, ForeignDatabase, NoSample, demo

__all__ = [
    "END",
    "ForeignDatabase",
    "NoSample",
    "demo",
]

lazy_package(__name__)
