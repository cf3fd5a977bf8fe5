"""Commands as processes, with all that their start costs.

`import sqlalchemy.orm` is what every question to a database has to load: a yardstick, not the same work. An unchanged
page is fetched from a sample site on loopback, by `almanac track` and by a script of requests and Beautiful Soup.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial

from bench.compare.frame import Bench, Row, Side, Sides
from samples.deepseek.pages import change_instants
from samples.site import Site
from scrapers.registry import SOURCES

SOURCE = SOURCES["deepseek_pricing"]
ALMANAC = (sys.executable, "-c", "from cli.start import main; raise SystemExit(main())")
ORM = (sys.executable, "-c", "import sqlalchemy.orm")
SCRIPT = """
import json, re, sys, bs4, requests
page = bs4.BeautifulSoup(requests.get(sys.argv[1], timeout=9).content, "html.parser")
cells = " ".join(cell.get_text() for cell in page.find_all(["td", "th"]))
print(json.dumps(sorted(set(re.findall(r"\\$(\\d+(?:\\.\\d+)?)", cells)))))
"""
Amounts = list[str]


class Home:
    """A home that has read the page of a sample site."""

    def __init__(self, bench: Bench) -> None:
        site = bench.enter(Site(change_instants()[-1]).serving())
        home = {"ALMANAC_HOME": str(bench.folder / "home"), "ALMANAC_SOURCES": SOURCE.name}
        self._environment = os.environ | home | {"ALMANAC_DEEPSEEK_URL": site.url}
        # With it each process would compile the modules anew.
        self._environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.address = f"{site.url}{SOURCE.path}"
        for _ in range(3):
            self.run(*ALMANAC, "track", SOURCE.name)

    def run(self, *command: str) -> str:
        """The output of a command. Raises CalledProcessError."""
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=self._environment)
        return done.stdout

    def amounts(self, _output: str) -> Amounts:
        """All prices that are believed now, as `almanac prices` prints them."""
        rows = map(json.loads, self.run(*ALMANAC, "prices", "--json").splitlines())
        found = [row[name] for row in rows for name in ("amount", "list_amount") if row[name] is not None]
        return sorted(set(map(str, found)))


def _command(words: Sequence[str], baseline: Callable[[Home], Side], is_yardstick: bool, bench: Bench) -> Sides:
    home = bench.shared("home", lambda: Home(bench))
    ours = Side(lambda: home.run(*ALMANAC, *words), home.amounts if not is_yardstick else str)
    return Sides(ours, baseline(home), is_yardstick)


def _orm(home: Home) -> Side:
    return Side(lambda: home.run(*ORM))


def _script(home: Home) -> Side:
    return Side(lambda: home.run(sys.executable, "-c", SCRIPT, home.address), json.loads)


ROWS = (
    Row("startup_version", "s", 0.5, "ratio", partial(_command, ["--version"], _orm, True)),
    Row("startup_prices", "s", 1.5, "ratio", partial(_command, ["prices"], _orm, True)),
    Row("startup_doctor", "s", 1.5, "ratio", partial(_command, ["doctor"], _orm, True)),
    Row("track_unchanged", "s", 3, "ratio", partial(_command, ["track", SOURCE.name], _script, False)),
)
