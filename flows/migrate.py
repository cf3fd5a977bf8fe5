"""Brings the almanac's database up to date and adds the rows of its sources: `python -m flows.migrate`.

`almanac up` does so at its start. Where workers run on several machines, it is done once before they start.
"""

from flows.pipeline import open_store
from flows.settings import load


def main() -> None:
    settings = load()
    open_store(settings).close()
    print(f"up to date: {settings.shown_database}")  # noqa: T201 (a program for operators)


if __name__ == "__main__":
    main()
