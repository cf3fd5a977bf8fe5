"""The demo: `almanac demo` runs the whole job on the built-in sample sites."""

from flows.demo.visits import END, ForeignDatabase, NoSample, demo

__all__ = [
    "END",
    "ForeignDatabase",
    "NoSample",
    "demo",
]
