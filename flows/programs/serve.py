"""Serves the deployments of `almanac up`: `python -m flows.programs.serve`. Prefect loads it again in every run."""

from flows.loading import loading

with loading():
    from flows.serve import main

if __name__ == "__main__":
    main()
