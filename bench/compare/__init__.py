"""Our processor time and bytes beside those of a baseline, a row for each piece of work: `make bench`."""
