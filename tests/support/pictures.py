"""Takes the pictures of the UI that the documents show: `python -m tests.support.pictures`, or `make pictures`.

They are of the last demo in `ALMANAC_HOME`, or of one that it walks first; `docs/images` gets them. A machine without a
browser keeps those that are there.
"""

import re
import sys
import tempfile
from base64 import b64decode
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from sqlalchemy import select

from flows.database import Store
from flows.demo.kept import NoDemo, kept_demo, with_demo_database
from flows.settings import Settings
from flows.settings.load import load
from models.schema import ALERT_LOG
from tests.support.browser import Tab, browser_program, browsing
from tests.support.processes import ALMANAC, Api, almanac, free_port, started, until

IMAGES = Path(__file__).parents[2] / "docs" / "images"
MOST_BYTES = 200_000
WIDTH, HEIGHT = 1280, 900
ALERT_WIDTH = 820
QUALITY = 80
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")
ALERT = "deepseek-v4-pro output 0.87 → 1.98%"
"""The title of the alert that is shown: the price rise of August 2026."""
ALERT_PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 24px; background: #e8ebef; font: 16px/1.45 system-ui, "Noto Sans", sans-serif }}
article {{ background: #fff; border-radius: 12px; padding: 18px 24px }}
h1 {{ font-size: 18px; margin: 0 0 10px }} p {{ margin: 0; white-space: pre-wrap; font-size: 15px }}
</style><article><h1>{title}</h1><p>{body}</p></article>"""
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


def alert_page(settings: Settings) -> str:
    """Return a page with title and text of an alert of the demo, as a chat shows them."""
    store = Store(settings.database_url)
    try:
        with store.reading() as session:
            wanted = select(ALERT_LOG.c.title, ALERT_LOG.c.body).where(ALERT_LOG.c.title.like(ALERT)).limit(1)
            title, body = session.execute(wanted).one()
    finally:
        store.close()
    return ALERT_PAGE.format(title=escape(title), body=escape(body))


def take_alert(tab: Tab, page: Path) -> bytes:
    """Take the picture of a page of an alert, as high as it is."""
    size = {"width": ALERT_WIDTH, "height": 100, "deviceScaleFactor": 1, "mobile": False}
    tab.call("Emulation.setDeviceMetricsOverride", **size)
    tab.open(page.as_uri())
    until(LOADED, lambda: "deepseek-v4-pro" in tab.text())
    height = tab.run("document.documentElement.scrollHeight")
    tab.call("Emulation.setDeviceMetricsOverride", **{**size, "height": height})
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
                keep(picture.file, take(tab, api, picture))
            page = Path(folder) / "alert.html"
            page.write_text(alert_page(with_demo_database(replace(load(), home=home))), encoding="utf-8")
            keep(IMAGES / "alert.webp", take_alert(tab, page))
    return 0


def keep(file: Path, picture: bytes) -> None:
    """Write a picture, and say its size."""
    assert len(picture) <= MOST_BYTES, f"{file.name}: {len(picture)} bytes"
    file.write_bytes(picture)
    sys.stdout.write(f"{file.name}: {len(picture):,} bytes\n")


if __name__ == "__main__":
    sys.exit(main())
