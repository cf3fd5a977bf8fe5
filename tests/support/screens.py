"""Takes pictures of every page that people open, light and dark: `make screens FOLDER=…`.

The pages are those of Prefect's UI over the last demo in `ALMANAC_HOME`, and of `almanac browse` over its database.
Each is opened until its text is there. A text that does not come, and an error in the console of the browser, is
printed, and makes the exit code 1.
"""

import sys
import tempfile
from base64 import b64decode
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from cli.browsing.charts import DASHBOARDS
from flows.demo.kept import with_demo_database
from flows.settings.load import load
from tests.support.browser import Tab, browser_program, browsing
from tests.support.pictures import WIDTH, Picture, log_in
from tests.support.processes import ALMANAC, Api, free_port, started, until

LOADED = 30
SCHEMES = ("light", "dark")
ARTIFACTS = (
    ("prices-now", "deepseek-v4-pro", 1400),
    ("price-charts", "deepseek-v4-pro", 1400),
    ("deadlines", "when", 1100),
    ("source-health", "alibaba_deprecations", 1100),
    ("held-readings", "held", 800),
    ("changes-deepseek-pricing", "deepseek", 900),
    ("page-deepseek-pricing", "quick_start/pricing", 700),
    ("copy-deepseek-pricing", "almanac snapshot", 700),
    ("leaderboard-arena-code", "arena/code", 1100),
    ("value-arena-code", "arena/code", 1100),
)
"""The keys of artifacts, a text of each, and the height of its picture."""


def prefect_pages(api: Api) -> Iterator[Picture]:
    """Yield the pages of Prefect's UI over a demo."""
    (run,) = (run["id"] for run in api.runs("COMPLETED", name="deepseek_pricing 2026-08-13 00:00"))
    deployment = api.deployment("deepseek_pricing")["id"]
    decide = api.deployment("decide-held")["id"]
    yield Picture("dashboard", "/v2/dashboard", "Flow Runs")
    yield Picture("deployments", "/v2/deployments", "anthropic_pricing")
    yield Picture("deployment", f"/v2/deployments/deployment/{deployment}", "deepseek_pricing")
    yield Picture("decide", f"/v2/deployments/deployment/{decide}/run", "decision", 1200)
    yield Picture("runs", "/v2/runs", "deepseek_pricing")
    yield Picture("run", f"/v2/runs/flow-run/{run}", "Finished in state Completed")
    yield Picture("automations", "/v2/automations", "almanac")
    yield Picture("artifacts", "/v2/artifacts", "prices-now")
    for key, text, height in ARTIFACTS:
        found = api.post("/artifacts/latest/filter", {"artifacts": {"key": {"any_": [key]}}})
        for each in found[:1]:
            yield Picture(f"artifact-{key}", f"/v2/artifacts/artifact/{each['latest_id']}", text, height)
        if not found:
            sys.stdout.write(f"no artifact {key}\n")


def browse_pages() -> Iterator[Picture]:
    """Yield the pages of `almanac browse`."""
    yield Picture("browse-home", "/", "price_now", 2400)
    yield Picture("browse-table", "/almanac/price_now", "deepseek-v4-pro", 1100)
    yield Picture("browse-row", "/almanac/change_log", "deepseek", 1100)
    yield Picture("browse-query", "/almanac/price-at", "deepseek-v4-pro", 1100)
    for name, dashboard in DASHBOARDS.items():
        yield Picture(f"browse-dashboard-{name}", f"/-/dashboards/{name}", dashboard["title"], 1500)


def take(tab: Tab, origin: str, picture: Picture, scheme: str, folder: Path) -> list[str]:
    """Take a picture in a scheme of colours; returns the errors of the page."""
    size = {"width": WIDTH, "height": picture.height, "deviceScaleFactor": 1, "mobile": False}
    tab.call("Emulation.setDeviceMetricsOverride", **size)
    tab.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    tab.events.clear()
    tab.open(f"{origin}{picture.path}")
    missing = list[str]()
    try:
        until(LOADED, lambda: picture.text in tab.text())
    except TimeoutError:
        missing = [f"no text {picture.text!r}"]
    tab.run("document.fonts.ready.then(() => new Promise(done => setTimeout(done, 1500)))")
    content = b64decode(tab.call("Page.captureScreenshot", format="png")["data"])
    (folder / f"{picture.name}-{scheme}.png").write_bytes(content)
    return [*missing, *(each[:400] for each in tab.errors())]


def main() -> int:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    home, browser, errors = load().home, browser_program(), list[str]()
    assert browser, "no browser: install chromium"
    demo = with_demo_database(replace(load(), home=home))
    port = free_port()
    with tempfile.TemporaryDirectory() as profile, ExitStack() as stack:
        shown = stack.enter_context(started(ALMANAC, home, "demo", "--open", ALMANAC_PORT=str(port)))
        variables = {"ALMANAC_DATABASE_URL": demo.database_url}
        browsed = stack.enter_context(started(ALMANAC, home, "browse", "--port", "0", **variables))
        assert shown.stdout
        assert browsed.stdout
        assert next((line for line in shown.stdout if "Stays open" in line), ""), "the demo did not open"
        origin = browsed.stdout.readline().strip().rstrip("/")
        api = Api(port, home)
        tab = stack.enter_context(stack.enter_context(browsing(browser, Path(profile) / "profile")).tab())
        for domain in ("Runtime", "Log"):
            tab.call(f"{domain}.enable")
        log_in(tab, api)
        pages = [(api.origin, page) for page in prefect_pages(api)] + [(origin, page) for page in browse_pages()]
        for place, page in pages:
            for scheme in SCHEMES:
                found = take(tab, place, page, scheme, folder)
                errors += found
                sys.stdout.write(f"{page.name} {scheme}: {'; '.join(found) or 'no error'}\n")
                sys.stdout.flush()
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
