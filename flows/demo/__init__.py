"""The demo: `almanac demo` runs the whole job on the built-in sample sites."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from flows.demo.kept import NoDemo, with_demo_database
    from flows.demo.own_settings import NoSample
    from flows.demo.story import END, demo, show_again
    from flows.demo.summary import TO_TRY
    from flows.demo.take_over import ForeignDatabase

__all__ = [
    "END",
    "TO_TRY",
    "ForeignDatabase",
    "NoDemo",
    "NoSample",
    "demo",
    "show_again",
    "with_demo_database",
]

lazy_package(__name__)
