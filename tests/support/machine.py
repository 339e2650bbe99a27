"""What this machine can do that some tests need: a database server, small disks, systemd."""

import os
import shutil
import subprocess
import tempfile
from functools import cache
from importlib.util import find_spec

import pytest

from tests.support import postgres

VALIDATORS = ("frictionless", "csvw")


@cache
def why_no_small_disk() -> str | None:
    """Return why no disk of a few megabytes can be mounted here, or None."""
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("mount"):
        return "only root can mount a small disk"
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            return "a small disk cannot be mounted here"
        subprocess.run(["umount", "-l", folder], check=True)
    return None


@cache
def lacking() -> dict[str, str]:
    """Return what this machine lacks, by the word that tests need it under, and why."""
    systemd = None if shutil.which("systemd-analyze") else "systemd is not installed"
    reasons = {
        "postgresql": postgres.why_not(),
        "small_disk": why_no_small_disk(),
        "systemd": systemd,
        "validators": None if all(map(find_spec, VALIDATORS)) else "they are not installed",
    }
    return {need: reason for need, reason in reasons.items() if reason}


def needs_of(item: pytest.Item) -> set[str]:
    """Return what a test needs: by its mark, by a fixture or by the database it runs on."""
    needs = {str(need) for mark in item.iter_markers("needs") for need in mark.args}
    if "cluster" in getattr(item, "fixturenames", ()):
        needs.add("postgresql")
    call = getattr(item, "callspec", None)
    if call is not None and "postgresql" in call.params.values():
        needs.add("postgresql")
    return needs
