"""Flows: run the whole job on a schedule. This package owns sessions, the environment and the clock.

The modules at its top that import prefect define flows, deployments, events and artifacts. The subpackages do
not.
"""
