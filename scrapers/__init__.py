"""Bytes of a page → facts. One module per page; `registry` lists the sources; `fetch` is the only module on the web."""
