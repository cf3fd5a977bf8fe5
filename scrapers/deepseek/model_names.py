"""The canonical names of DeepSeek's models.

The canonical name is the version in DeepSeek's own words ("DeepSeek-V4-Pro-0813", the row MODEL VERSION of the pricing
page, or the title of its release), in lower case. For the first weights of a name that is the name that the API answers
to (`deepseek-v4-pro`); later weights under the same name have their date behind it (`deepseek-v4-pro-0813`).
"""


def canonical_name(model: str, version: str | None) -> str:
    """Return the canonical name of a model; without a version its own name, in lower case."""
    return (version or model).lower()
