"""requirements.lock -> a bill of materials in CycloneDX, JSON.

    python -m releasing.sbom [FILE]        (or: make sbom; else dist/vedette-VERSION.cdx.json)

In:   requirements.lock, pyproject.toml, what the installed packages say of their licences
Out:  each package with its version, purl, hashes and licence
Never: a clock or a random number: one lock has one bill.
"""

from __future__ import annotations

import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.hash.factories import HashTypeFactory
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from releasing.licences import licence_of
from releasing.lock import LOCK, ROOT, Pinned, pinned

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def bill(lock: str, version: str) -> str:
    """The bill of what a lock pins, as JSON."""
    ourselves = Component(
        name="vedette",
        version=version,
        type=ComponentType.APPLICATION,
        bom_ref=f"vedette@{version}",
        licenses=[LicenseFactory().make_from_string("Apache-2.0")],
    )
    bom = Bom(serial_number=uuid5(NAMESPACE_URL, f"vedette {version}\n{lock}"))
    bom.metadata.component = ourselves
    bom.metadata.timestamp = _NO_TIME
    parts = [_component(one) for one in pinned(lock)]
    bom.components.update(parts)
    bom.register_dependency(ourselves, parts)
    return JsonV1Dot6(bom).output_as_string(indent=1)


def version_of_ours() -> str:
    """The version, which stands in pyproject.toml and nowhere else."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def _component(one: Pinned) -> Component:
    purl = PackageURL(type="pypi", name=one.name, version=one.version)
    return Component(
        name=one.name,
        version=one.version,
        type=ComponentType.LIBRARY,
        bom_ref=str(purl),
        purl=purl,
        hashes=[HashTypeFactory().from_composite_str(f"sha256:{sha256}") for sha256 in one.sha256s],
        licenses=[LicenseFactory().make_from_string(licence_of(one.name))],
    )


if __name__ == "__main__":
    version = version_of_ours()
    name = sys.argv[1] if sys.argv[1:] else f"dist/vedette-{version}.cdx.json"
    file = Path(name) if sys.argv[1:] else ROOT / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(bill(LOCK.read_text(encoding="utf-8"), version), encoding="utf-8")
    print(file)
