"""Facts, their history on two clocks, the rules for both, and queries. Imports sqlalchemy and no other package of the project."""
