"""The dated figures of the boards that the sample sites show, and the instants at which they moved."""
