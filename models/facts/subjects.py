"""What facts and alerts are about: a model is known by its vendor and its name, never by its name alone. Pure."""

NOTICES, HOURS = "notices", "peak hours"
"""The subjects of changes that are about no model."""


def qualified_name(vendor: str, model: str) -> str:
    """The name of a model that no other vendor's has: `deepseek/deepseek-v4-pro`."""
    return f"{vendor}/{model}"


def is_named(name: str, vendor: str, model: str) -> bool:
    """Whether a person who writes a name, alone or behind its vendor's, may mean this model of this vendor's."""
    return name in (model, qualified_name(vendor, model))
