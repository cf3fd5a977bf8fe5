"""A change or a deadline → words → a delivery that cannot be lost."""
