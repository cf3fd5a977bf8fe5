"""The error of a page whose stored bytes are damaged."""


class BytesLost(Exception):
    """The stored bytes of a page are damaged."""
