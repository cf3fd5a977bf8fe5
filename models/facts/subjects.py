"""Subjects of changes and alerts. A model is identified by its vendor and its name, never by the name alone. Pure."""

NOTICES, HOURS = "notices", "peak hours"
"""The subjects of changes that are not about a model."""


def qualified_name(vendor: str, model: str) -> str:
    """The name of a model with its vendor, which is unique: `deepseek/deepseek-v4-pro`."""
    return f"{vendor}/{model}"


def is_named(name: str, vendor: str, model: str) -> bool:
    """True if a name means this model: its name alone, or with its vendor before it."""
    return name in (model, qualified_name(vendor, model))
