"""Questions to the history that commands, pages and alerts ask."""

from models.queries import facts_at
from models.queries.deadlines import Deadline, deadlines
from models.queries.deliveries import Outgoing, outgoing_by_target
from models.queries.evidence import Evidence, evidence, standing
from models.queries.facts_at import as_of, deadlines_ahead, facts_of, held, prices, view
from models.queries.price_curves import Stretched, price_lines
from models.queries.reading_ages import Age, ages
from models.queries.single_sources import Footing, footing, standing_prices

__all__ = [
    "Age",
    "Deadline",
    "Evidence",
    "Footing",
    "Outgoing",
    "Stretched",
    "ages",
    "as_of",
    "deadlines",
    "deadlines_ahead",
    "evidence",
    "facts_at",
    "facts_of",
    "footing",
    "held",
    "outgoing_by_target",
    "price_lines",
    "prices",
    "standing",
    "standing_prices",
    "view",
]
