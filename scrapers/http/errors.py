"""Refusals of the HTTP client: what it does not do, and answers that are no pages."""


class Refusal(Exception):
    """A request that this program does not make, or a response that is no page."""


class NotNow(Refusal):
    """The server asks to be left alone: nothing more is requested from it in this run."""
