"""The address that everything here listens on, and the path of our copies of pages."""

HOST = "127.0.0.1"
KEPT = "/kept/"
"""The path at which the server of `almanac up` serves a copy, before the SHA-256 of its bytes."""
