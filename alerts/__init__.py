"""Alerts: compose messages of changes and deadlines, keep them in the outbox, and deliver them to targets."""
