"""The bill of materials of the lock file, and the audit of what is in it."""

import json
import re
import tomllib

import pytest
import requests

from bench.audit import ACCEPTED, report
from bench.sbom import LOCK, ROOT, LockedPackage, bill_of_materials, locked_packages
from tests.support.planted import NOBODY
from tests.support.receivers import Receiver, receiving

PACKAGES = [*locked_packages(LOCK.read_text(encoding="utf-8"))]


def test_every_package_of_the_lock_is_in_the_bill_with_its_hashes() -> None:
    text = LOCK.read_text(encoding="utf-8")
    document = bill_of_materials(iter(PACKAGES), "0.1.0")
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.5")
    components = document["components"]
    pinned = re.findall(r"^(\S+)==([^\s;\\]+)", text, re.MULTILINE)
    assert [(each["name"], each["version"]) for each in components] == pinned
    digests = [each["content"] for part in components for each in part["externalReferences"][0]["hashes"]]
    assert sorted(digests) == sorted(re.findall(r"sha256:([0-9a-f]{64})", text))
    assert all(part["purl"] == f"pkg:pypi/{part['name'].lower()}@{part['version']}" for part in components)
    references = [part["bom-ref"] for part in components]
    assert len(references) == len(set(references))
    assert document["dependencies"] == [{"ref": "model-almanac", "dependsOn": references}]
    assert json.dumps(document) == json.dumps(bill_of_materials(iter(PACKAGES), "0.1.0"))
    assert "://" not in json.dumps(document)


def test_every_dependency_of_the_project_is_locked_and_has_a_licence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[^\w.-]", each)[0].lower() for each in project["dependencies"]}
    parts = {part["name"].lower(): part for part in bill_of_materials(iter(PACKAGES), "0.1.0")["components"]}
    assert wanted
    assert [name for name in wanted if "licenses" not in parts.get(name, {})] == []


def test_a_line_that_is_no_package_is_refused() -> None:
    with pytest.raises(ValueError, match="no package of a lock file: requests>=2"):
        list(locked_packages("requests>=2\n"))


TWO = [LockedPackage("a", "1", "", ()), LockedPackage("b", "2", "", ())]


def audited(body: bytes, status: int = 200) -> tuple[int, list[str]]:
    with receiving(Receiver(status, body=body)) as service:
        result = report(TWO, f"http://{service.place}/v1/querybatch")
        asked = service.got[0].json["queries"]
        assert asked[1] == {"package": {"ecosystem": "PyPI", "name": "b"}, "version": "2"}
    return result


def test_a_vulnerability_fails_the_audit_unless_it_was_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = {"results": [{}, {"vulns": [{"id": "PYSEC-2026-1"}, {"id": "GHSA-x"}]}]}
    assert audited(json.dumps(answer).encode()) == (1, ["b 2: PYSEC-2026-1, GHSA-x"])
    monkeypatch.setattr("bench.audit.ACCEPTED", {"PYSEC-2026-1": "why", "GHSA-x": "why"})
    assert audited(json.dumps(answer).encode()) == (0, ["2 locked packages, no known vulnerability"])
    assert all(ACCEPTED.values())


@pytest.mark.parametrize(("answer", "status"), [(b"<p>", 200), (b'{"results": [{}]}', 200), (b"{}", 503), (b"[]", 200)])
def test_no_answer_skips_the_audit_and_fails_nothing(answer: bytes, status: int) -> None:
    code, (line,) = audited(answer, status)
    assert (code, line.startswith("skipped: 127.0.0.1")) == (0, True)


def test_no_network_skips_the_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert report(TWO, f"http://{NOBODY}/v1") == (0, [f"skipped: {NOBODY} gives no answer (ConnectionError)"])

    def timed_out(*_: object, **__: object) -> None:
        raise requests.Timeout

    monkeypatch.setattr("requests.post", timed_out)
    assert report(TWO)[1] == ["skipped: api.osv.dev gives no answer (Timeout)"]
