"""Keys and addresses of artifacts in Prefect's UI."""

FIRST = {"prices-now": "Prices", "deadlines": "Deadlines"}
"""The artifacts that every record has, and what `almanac up` and `almanac demo` call them."""


def artifact_address(ui: str, key: str) -> str:
    """Return the address of an artifact in the UI at `ui`: its versions, the newest first."""
    return f"{ui}/v2/artifacts/key/{key}"


def address_lines(ui: str) -> list[str]:
    """Return a line with the address of each artifact that every record has."""
    return [f"{name:9} {artifact_address(ui, key)}" for key, name in FIRST.items()]
