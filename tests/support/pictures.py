"""Takes the pictures of the UI that the documents show: `python -m tests.support.pictures`, or `make pictures`.

They are of the last demo in `ALMANAC_HOME`, or of one that it walks first; `docs/images` gets them. A machine without a
browser keeps those that are there.
"""

import re
import sys
import tempfile
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path

from flows.demo.kept import NoDemo, kept_demo
from flows.settings.load import load
from tests.support.browser import Tab, browser_program, browsing
from tests.support.processes import ALMANAC, Api, almanac, free_port, started, until

IMAGES = Path(__file__).parents[2] / "docs" / "images"
MOST_BYTES = 200_000
WIDTH, HEIGHT = 1280, 900
QUALITY = 80
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")
LOADED = 60
"""Seconds within which a page of the UI shows what it is about."""


@dataclass(frozen=True)
class Picture:
    """A page of the UI, and the text that it has when it is ready."""

    name: str
    path: str
    text: str
    height: int = HEIGHT

    @property
    def file(self) -> Path:
        return IMAGES / f"{self.name}.webp"


def pictures(api: Api) -> list[Picture]:
    """The pages that the documents show; the run is the one that saw the price rise of August 2026."""
    (run,) = (run["id"] for run in api.runs("COMPLETED", name="deepseek_pricing 2026-08-13 00:00"))
    return [
        Picture("run", f"/v2/runs/flow-run/{run}", "Finished in state Completed"),
        Picture("prices", _newest(api, "prices-now"), "deepseek-v4-pro", 1400),
        Picture("leaderboard", _newest(api, "leaderboard-arena-code"), "arena/code", 1100),
        Picture("deployments", "/v2/deployments", "anthropic_pricing"),
    ]


def _newest(api: Api, key: str) -> str:
    """The page of the newest artifact of a key; the address of the key lists them all."""
    (found,) = api.post("/artifacts/latest/filter", {"artifacts": {"key": {"any_": [key]}}})
    return f"/v2/artifacts/artifact/{found['latest_id']}"


def log_in(tab: Tab, api: Api) -> None:
    """Give the UI the password as its form does: the browser keeps it for the address."""
    tab.open(api.origin)
    password = api.password()["Authorization"].removeprefix("Basic ")
    tab.run(f"localStorage.setItem('prefect-password', {password!r})")


def take(tab: Tab, api: Api, picture: Picture) -> bytes:
    """Open a page, wait for its text, and take its picture."""
    size = {"width": WIDTH, "height": picture.height, "deviceScaleFactor": 1, "mobile": False}
    tab.call("Emulation.setDeviceMetricsOverride", **size)
    tab.open(f"{api.origin}{picture.path}")
    until(LOADED, lambda: picture.text in tab.text())
    # What moves at its beginning stands still two frames later.
    tab.run("document.fonts.ready.then(() => new Promise(done => setTimeout(done, 1500)))")
    return b64decode(tab.call("Page.captureScreenshot", format="webp", quality=QUALITY)["data"])


def main() -> int:
    browser = browser_program()
    if browser is None:
        sys.stdout.write("skipped: no chromium here; the pictures stay as they are\n")
        return 0
    home = load().home
    with tempfile.TemporaryDirectory() as folder:
        try:
            kept_demo(load())
        except NoDemo:
            home = Path(folder) / "home"
            walked = almanac(home, "demo", "--exit", ALMANAC_PORT=str(free_port()))
            if walked.returncode:
                sys.stdout.write(walked.stderr)
                return 1
        port = free_port()
        with (
            started(ALMANAC, home, "demo", "--open", ALMANAC_PORT=str(port)) as shown,
            browsing(browser, Path(folder) / "profile") as open_browser,
            open_browser.tab() as tab,
        ):
            assert shown.stdout
            until_stays = next((line for line in shown.stdout if "Stays open" in line), "")
            assert until_stays, "the demo did not open"
            api = Api(port, home)
            log_in(tab, api)
            for picture in pictures(api):
                taken = take(tab, api, picture)
                assert len(taken) <= MOST_BYTES, f"{picture.name}: {len(taken)} bytes"
                picture.file.write_bytes(taken)
                sys.stdout.write(f"{picture.file.name}: {len(taken):,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
