"""The HTTP client, the only package that opens connections: how a source is fetched, politely and safely.

A way to fetch (`Ask`) takes a `FetchRequest` and returns an attempt: `fetch` for one page, `TwoForms` for one whose
Markdown form may be empty, `LinkedPages` for an index and the pages it links to, `NumberedPages` for a paginated API,
`SeveralAnswers` for several addresses of an API, `HuggingFaceFile` for a file of a dataset, `ZipMember` for a file of
an archive.
"""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.http.addresses import SiteAddress, names_loopback, site_address
    from scrapers.http.client import PoliteClient, fetch, polite_client
    from scrapers.http.errors import NotNow, Refusal, asked_to_wait_until
    from scrapers.http.pagination import join_pages
    from scrapers.http.politeness import AGENT, Manners
    from scrapers.http.request import (
        BEARER,
        JSON,
        MARKDOWN,
        WEB_PAGE,
        ApiKey,
        Ask,
        ExpectedAnswer,
        FetchRequest,
        HttpResponse,
        failed,
    )
    from scrapers.http.several_answers import join_answers
    from scrapers.http.ways import HuggingFaceFile, LinkedPages, NumberedPages, SeveralAnswers, TwoForms, ZipMember

__all__ = [
    "AGENT",
    "BEARER",
    "JSON",
    "MARKDOWN",
    "WEB_PAGE",
    "ApiKey",
    "Ask",
    "ExpectedAnswer",
    "FetchRequest",
    "HttpResponse",
    "HuggingFaceFile",
    "LinkedPages",
    "Manners",
    "NotNow",
    "NumberedPages",
    "PoliteClient",
    "Refusal",
    "SeveralAnswers",
    "SiteAddress",
    "TwoForms",
    "ZipMember",
    "asked_to_wait_until",
    "failed",
    "fetch",
    "join_answers",
    "join_pages",
    "names_loopback",
    "polite_client",
    "site_address",
]

lazy_package(__name__)
