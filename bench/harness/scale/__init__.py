"""An installation on several machines, on one: real PostgreSQL and Redis, API servers, services and workers."""
