"""Bytes of a page → facts. One module per page; `registry` lists the sources; `http` is the only package on the web."""
