"""One seeded simulation of the whole road: clock, pages, network, targets, disk and deaths, drawn from one number."""

from bench.simulation.simulation import Outcome, simulate

__all__ = ["Outcome", "simulate"]
