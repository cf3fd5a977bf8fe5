"""One module for each piece of work; `ROWS` has its rows."""
