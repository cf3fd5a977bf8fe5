"""Loading SQLAlchemy and Pydantic without modules that commands use nothing of, which are there for those who do."""

import subprocess
import sys

CHECKED = """
import sys
from cli.light_libraries import SELDOM_USED, load_libraries
load_libraries()
assert not {*SELDOM_USED, "email.message", "ssl"} & {*sys.modules}, "loaded at once"
from sqlalchemy.util import concurrency
import sqlalchemy.util.compat as compat
assert concurrency.is_exit_exception(KeyboardInterrupt())
import asyncio, importlib.metadata
assert asyncio.run(asyncio.sleep(0, "slept")) == "slept"
assert importlib.metadata.version("sqlalchemy")
assert concurrency.asyncio.Lock is asyncio.Lock
assert compat.importlib_metadata_get("no such group") is not None
async def asked():
    engine = create_async_engine("sqlite+aiosqlite://")
    async with engine.connect() as connection:
        found = (await connection.execute(text("select 7"))).scalar()
    await engine.dispose()
    return found
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
assert asyncio.run(asked()) == 7
load_libraries()
assert sys.modules["asyncio"] is asyncio
print("done")
"""


def test_both_libraries_work_without_them_and_with_them() -> None:
    ended = subprocess.run([sys.executable, "-c", CHECKED], capture_output=True, text=True, check=False)
    assert (ended.stdout, ended.stderr) == ("done\n", "")
