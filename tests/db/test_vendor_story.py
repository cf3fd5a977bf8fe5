"""The story of the other vendors in the demo: `docs/vendor-story.md` is what the same visits tell."""

from sqlalchemy import select

from flows.database import Store
from models.schema.tables import Alert
from tests.golden.alert_story import page, row_of, told
from tests.golden.vendor_story import DOCUMENT, HEAD, walk_vendors
from tests.support.recordings import Recordings


def test_the_document_is_what_the_visits_tell(store: Store, recordings: Recordings) -> None:
    recordings.fill(store, walk_vendors)
    with store.reading() as session:
        alerts = [row_of(alert) for alert in session.scalars(select(Alert))]
    assert page(told(alerts), HEAD) == DOCUMENT.read_text(encoding="utf-8")
