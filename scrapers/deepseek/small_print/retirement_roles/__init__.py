"""What becomes of names, read by roles: who ends, when, and what answers instead, in any order."""
