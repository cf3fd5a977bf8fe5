"""The only package of the alerts that is on the net: how a target is reached, for how long, and what of it is told."""
