"""Checks the packages that the dashboard runs on: `make audit`.

Every package that requirements.txt brings in, directly or not, must be pinned in constraints.txt,
listed in deploy/dependencies.csv (what it is for, in both languages), and under a licence that the
product may be delivered with. Known vulnerabilities are asked of an advisory service by
pip-audit; where none can be reached, that is printed and is no failure (with `--strict` it
is one).
"""

import argparse
import csv
import importlib.metadata as metadata
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS, TOLD = ROOT / "constraints.txt", ROOT / "deploy" / "dependencies.csv"
ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "LGPL-3.0-only",  # psycopg: used as it is, and replaceable, as the licence asks
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",  # certifi: the list of authorities, unchanged
    "PSF-2.0",
    "Zlib",
}
_OTHER_NAMES = {
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "PSFL": "PSF-2.0",
}


def needed(requirements: Path) -> Iterator[Requirement]:
    """Yield what a list of requirements names itself."""
    for line in requirements.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith(("#", "-")):
            yield Requirement(line)


def closure(start: Iterable[Requirement]) -> dict[str, metadata.Distribution]:
    """Return every installed package that these need, by its name; raises LookupError."""
    found: dict[str, metadata.Distribution] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = list(start)
    while waiting:
        wanted = waiting.pop()
        name, extras = canonicalize_name(wanted.name), frozenset(wanted.extras)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError as error:
            raise LookupError(f"{name} is needed and not installed") from error
        found[name] = package
        for line in package.requires or ():
            further = Requirement(line)
            applies = (
                further.marker is None
                or any(further.marker.evaluate({"extra": extra}) for extra in extras or {""})
                or further.marker.evaluate({"extra": ""})
            )
            if applies:
                waiting.append(further)
    return found


def licences(package: metadata.Distribution) -> set[str]:
    """Return the licences under which a package may be used, by their SPDX names."""
    facts = package.metadata
    expression = str(facts["License-Expression"] or "")
    if not expression:
        classified = [
            line.rpartition(" :: ")[2]
            for line in facts.get_all("Classifier") or ()
            if line.startswith("License :: ")
        ]
        stated = str(facts["License"] or "").splitlines()
        expression = stated[0] if stated and len(stated[0]) < 40 else ""
        if _spdx(expression) not in ALLOWED and classified:
            expression = " AND ".join(_spdx(name) for name in classified)
    parts = re.split(r"\s+(?:AND|OR)\s+|[()]", expression)
    return {_spdx(part) for part in parts if part.strip()}


def _spdx(name: str) -> str:
    return _OTHER_NAMES.get(name.strip(), name.strip())


def faults(packages: dict[str, metadata.Distribution]) -> list[str]:
    """Return everything that is wrong with the packages and the lists that tell of them."""
    pinned: dict[str, str] = {
        canonicalize_name(line.name): str(line.specifier).removeprefix("==")
        for line in needed(CONSTRAINTS)
    }
    with TOLD.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        listed: dict[str, dict[str, str]] = {canonicalize_name(row["package"]): row for row in rows}
    wrong = []
    for name, package in sorted(packages.items()):
        if name not in pinned:
            wrong.append(f"{name} is not pinned in {CONSTRAINTS.name}")
        elif pinned[name] != package.version:
            wrong.append(f"{name} is installed as {package.version}, pinned as {pinned[name]}")
        if not all(listed.get(name, {}).get(column) for column in ("for_zh", "for_en")):
            wrong.append(f"{name}: {TOLD.name} does not say what it is for")
        under = licences(package)
        if not under or not under <= ALLOWED:
            wrong.append(
                f"{name} is under {' / '.join(sorted(under)) or 'no licence'}: not allowed"
            )
    gone = sorted({*pinned, *listed} - set(packages) - _of_other_systems(listed))
    return [*wrong, *(f"{name} is listed and not needed any more" for name in gone)]


def _of_other_systems(listed: dict[str, dict[str, str]]) -> set[str]:
    """Return packages that are needed on another system than this one."""
    return {name for name, row in listed.items() if row["system"] not in ("", sys.platform)}


def known_vulnerabilities() -> tuple[list[str], list[str]]:
    """Ask pip-audit; return what is known of the pinned packages, and what could not be asked."""
    command = [sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip"]
    command += ["--progress-spinner", "off", "--timeout", "15", "-f", "json", "-r"]
    done = subprocess.run([*command, str(CONSTRAINTS)], capture_output=True, text=True, check=False)
    return read_answer(done.stdout, done.stderr)


def read_answer(answer: str, complaint: str = "") -> tuple[list[str], list[str]]:
    """Return the vulnerabilities of an answer of pip-audit, and what it could not tell."""
    try:
        packages = json.loads(answer)["dependencies"]
    except (ValueError, KeyError):
        last = complaint.strip().splitlines()[-1:] or ["pip-audit gave no answer"]
        return [], [f"pip-audit could not ask: {last[0][:200]}"]
    found = [
        f"{package['name']} {package['version']}: {known['id']}, mended in "
        f"{', '.join(known['fix_versions']) or 'no version yet'}"
        for package in packages
        for known in package.get("vulns", ())
    ]
    unasked = [
        f"{package['name']}: {package['skip_reason']}"
        for package in packages
        if "skip_reason" in package
    ]
    return found, unasked


def main() -> int:
    """Check everything; 0 is sound, 1 is not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strict", action="store_true", help="fail where nothing can be asked")
    parser.add_argument("--licences-only", action="store_true", help="ask no advisory service")
    options = parser.parse_args()
    packages = closure(needed(ROOT / "requirements.txt"))
    wrong = faults(packages)
    for line in wrong:
        print(f"  {line}")
    print(f"{len(packages)} packages: {len(wrong)} faults in pins, purposes and licences")
    if options.licences_only:
        return bool(wrong)
    known, unasked = known_vulnerabilities()
    for line in known:
        print(f"  {line}")
    if unasked:
        print(f"Known vulnerabilities: NOT CHECKED for {len(unasked)} entries, such as")
        print(f"  {unasked[0]}")
        print("  Ask again where the package index and its advisories can be reached.")
    if known or not unasked:
        print(f"Known vulnerabilities: {len(known)} found")
    return int(bool(wrong or known) or (options.strict and bool(unasked)))


if __name__ == "__main__":
    sys.exit(main())
