"""The base class of the tables whose metadata has every table of the database, those of facts, too."""

from models.facts import FACTS
from models.schema.history import TABLES
from models.schema.tables import Base as Base

EVERY_HISTORY = [TABLES[fact] for fact in FACTS]
"""The tables of each kind of fact: each is made when it is asked for."""
