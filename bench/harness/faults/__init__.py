"""Faults at every call by which a run changes files: a small library in C that is loaded before all others."""
