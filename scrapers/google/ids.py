"""The ids of Google's models."""

ID = r"(?<![\w.-])[a-z][a-z0-9]*(?:[-.][a-z0-9]+)+(?![\w-])"
"""The form of an id: `gemini-3.1-pro-preview`, `text-embedding-004`."""
