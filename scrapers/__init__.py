"""Readers of sources: bytes of a page in, facts out. `registry` lists the sources; `http` alone opens connections."""
