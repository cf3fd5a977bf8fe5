"""`almanac demo`: the whole job on the built-in sample sites."""

from flows.demo.visits import END, NoSample, NotOurs, demo

__all__ = [
    "END",
    "NoSample",
    "NotOurs",
    "demo",
]
