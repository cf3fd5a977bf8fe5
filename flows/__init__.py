"""When, and in what order: the owner of the session, the environment and the clock."""
