"""Runs `track` with a given clock: `python -m flows.programs.walk`."""

from flows.loading import loading

with loading():
    from flows.walk import main

if __name__ == "__main__":
    main()
