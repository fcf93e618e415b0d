"""Write docs/licences.md: what the running bot stands on, from the metadata of each package."""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCK, PAGE = ROOT / "requirements.lock", ROOT / "docs" / "licences.md"
# Licences that let MIT code use the package as it is. Of those that ask for more, MPL asks it of
# its own files and LGPL of the library, which anybody can exchange; we change neither.
COMPATIBLE = re.compile(r"MIT|BSD|Apache|PSF|ISC|MPL|Mozilla Public|\bLGPL-3.0-only$")
HEAD = """\
# Licences

What the running bot needs, by `requirements.lock`, and the licence of each as it states it. All of
them go together with the MIT licence of this project: the MPL asks something of changes to its own
files alone, and the LGPL of python-telegram-bot leaves programs that import it their licence, as
long as the library can be exchanged, which pip does. `make licences` writes this page.

| package | licence |
|---|---|
"""


def locked() -> Iterator[str]:
    """Yield the names of the packages in the lock file."""
    for row in LOCK.read_text("utf-8").splitlines():
        if found := re.match(r"([a-z0-9][a-z0-9._-]*)==", row):
            yield found[1]


def licence_of(package: Distribution) -> str:
    """Return what a package says of its licence: an expression, a classifier, or a line."""
    known = package.metadata
    stated = (known.get_all("License-Expression") or [""])[0]
    classes = [
        each.rpartition(" :: ")[2]
        for each in known.get_all("Classifier") or []
        if each.startswith("License ::") and each.count("::") > 1
    ]
    lines = (known.get_all("License") or [""])[0].strip().splitlines()
    return stated or " or ".join(classes) or (lines[0] if lines else "") or _file_of(package)


def _file_of(package: Distribution) -> str:
    """Return the first line of a licence file, where the metadata say nothing."""
    for file in package.files or []:
        if re.search(r"licen[cs]e", file.name, re.IGNORECASE):
            return next((row.strip() for row in file.read_text().splitlines() if row.strip()), "")
    return ""


def page() -> str:
    """Return docs/licences.md; what is for other systems alone is not installed, and left out."""
    rows = {}
    for name in locked():
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue
        rows[name] = licence_of(package)
    return HEAD + "".join(f"| {name} | {licence} |\n" for name, licence in sorted(rows.items()))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} is written\n")
