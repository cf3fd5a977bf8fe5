"""Processes that begin as copies of one that has loaded our modules, instead of loading them each."""

from multiprocessing import get_context

FORKING = get_context("forkserver")
FORKING.set_forkserver_preload(["flows.preloaded"])
