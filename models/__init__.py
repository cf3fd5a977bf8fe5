"""Facts, their history on two clocks, the rules for both, and queries. It uses sqlalchemy and no package of ours."""
