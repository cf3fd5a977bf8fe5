"""The text of values in an export's files, and the error of a file that is none of them."""

import json


class BadFile(Exception):
    """A file is not what an export writes."""


def json_text(value: object) -> str:
    """Return JSON whose bytes depend on the value alone."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
