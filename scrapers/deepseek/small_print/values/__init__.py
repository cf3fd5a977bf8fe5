"""Values that notes print: hours and weekdays, shares of a price."""
