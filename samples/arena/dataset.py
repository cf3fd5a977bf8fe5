"""Arena's dataset on Hugging Face: parquet files of each subset, their listing, and the way to them."""

from datetime import datetime
from hashlib import sha1, sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

from samples.answers import Answer, said
from samples.arena.parquet import KINDS, parquet
from samples.arena.state import publishes, subsets, uploaded

REPOSITORY = "lmarena-ai/leaderboard-dataset"
LISTING = f"/api/datasets/{REPOSITORY}/tree/"
RESOLVE = f"/datasets/{REPOSITORY}/resolve/"
ELSEWHERE = "/cdn/repos/"
PLAIN = {".gitattributes": "*.parquet filter=lfs diff=lfs merge=lfs -text\n", "README.md": "# A sample dataset\n"}


def uploads(subset: str = "") -> list[datetime]:
    """Every instant at which a subset's files, or with none named any, changed; the first one first."""
    return sorted({uploaded(day) for name in ([subset] if subset else subsets()) for day in publishes(name)})


def commit(at: datetime) -> str:
    """The revision that `main` is at. Raises ValueError before there was one."""
    last = max(upload for upload in uploads() if upload <= at)
    return sha1(last.isoformat().encode(), usedforsecurity=False).hexdigest()


def answer(target: str, at: datetime) -> Answer | None:
    """The answer of the dataset's host; None for an address that is not the dataset's."""
    path = urlsplit(target).path
    if path.startswith(LISTING):
        then = _revision(path.removeprefix(LISTING), at)
        return said(_listing(then)) if then else said({"error": "Invalid rev id"}, 404)
    if path.startswith(RESOLVE):
        revision, _, name = path.removeprefix(RESOLVE).partition("/")
        then = _revision(revision, at)
        return _resolved(name, then) if then else Answer(b"Invalid rev id", 404, "text/plain")
    return None


def _revision(name: str, at: datetime) -> datetime | None:
    """The instant that a revision is of: `main` is the last upload's, any other one is named by its commit."""
    known = [upload for upload in uploads() if upload <= at]
    if name == "main":
        return known[-1] if known else None
    return next((upload for upload in known if commit(upload) == name), None)


def _files(at: datetime) -> dict[str, bytes]:
    names = {f"{subset}/{kind}-00000-of-00001.parquet": (subset, kind) for subset in subsets() for kind in KINDS}
    bodies = {name: parquet(subset, kind, at) for name, (subset, kind) in names.items()}
    return {name: body for name, body in bodies.items() if body}


def _listing(at: datetime) -> list[dict[str, Any]]:
    """Folders, plain files and large files; a large one's own oid is that of the pointer that git keeps of it."""
    large = _files(at)
    folders = sorted({name.partition("/")[0] for name in large})
    return [
        *({"type": "directory", "oid": _oid(name.encode()), "size": 0, "path": name} for name in folders),
        *({"type": "file", "oid": _oid(b.encode()), "size": len(b), "path": name} for name, b in PLAIN.items()),
        *(_large(name, body) for name, body in sorted(large.items())),
    ]


def _large(name: str, body: bytes) -> dict[str, Any]:
    oid, size = sha256(body).hexdigest(), len(body)
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {size}\n".encode()
    large = {"oid": oid, "size": size, "pointerSize": len(pointer)}
    return {"type": "file", "oid": _oid(pointer), "size": size, "path": name, "lfs": large}


def _oid(body: bytes) -> str:
    return sha1(b"blob %d\0" % len(body) + body, usedforsecurity=False).hexdigest()


def _resolved(name: str, at: datetime) -> Answer:
    """A plain file itself, a large one by way of a signed address on another host."""
    if name in PLAIN:
        return Answer(PLAIN[name].encode(), kind="text/plain; charset=utf-8")
    body = _files(at).get(name)
    if body is None:
        return Answer(b"Entry not found", 404, "text/plain")
    oid, revision = sha256(body).hexdigest(), commit(at)
    headers = {"X-Repo-Commit": revision, "X-Linked-Size": str(len(body)), "X-Linked-ETag": f'"{oid}"'}
    signed = f"{ELSEWHERE}{revision}/{name}?Expires={int(at.timestamp()) + 3600}&Signature={oid[:32]}"
    return Answer(status=302, elsewhere=signed, headers=headers)


def stored(target: str, at: datetime) -> Answer:
    """The answer of the host of large files: the bytes, if the address is signed."""
    parts = urlsplit(target)
    revision, _, name = parts.path.removeprefix(ELSEWHERE).partition("/")
    then = _revision(revision, at)
    body = _files(then).get(name) if then else None
    if body is None or parse_qs(parts.query).get("Signature") != [sha256(body).hexdigest()[:32]]:
        return Answer(b"AccessDenied", 403, "application/xml")
    return Answer(body, kind="application/octet-stream")
