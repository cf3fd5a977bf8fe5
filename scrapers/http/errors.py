"""Refusals of the HTTP client: what it does not do, and answers that are no pages."""


class Refusal(Exception):
    """Something that we do not do on the web, or an answer that is no page."""


class NotNow(Refusal):
    """The server wants to be left alone: nothing more is to be asked of it in this run."""
