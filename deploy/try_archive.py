"""Try an archive of Linux in a root without Python, without libraries and without network.

    python deploy/try_archive.py dist/metrics-dashboard-linux-x86_64.tar.gz [--browser]

The root holds a static busybox and the archive, nothing else; its network is a loopback of its
own. Unpacks, starts, and asks for a figure over that loopback; `--browser` lets Chromium show the
first page there. Prints how long each step took. Needs root, `unshare` and `nsenter` (util-linux),
and a Debian whose busybox-static can be fetched.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PORT = 8501
FIGURES = f"http://127.0.0.1:{PORT}/api/metrics.json?limit=1"
PATIENCE = 180
"""Seconds from the archive to figures in the browser."""
_INSIDE = f"""
mount -t proc proc "$1/proc"
for each in null urandom; do mount --bind /dev/$each "$1/dev/$each"; done
exec chroot "$1" /bin/busybox env -i PATH=/bin HOME=/tmp /bin/busybox sh -c '
/bin/busybox ip link set lo up
cd /opt && /bin/busybox tar xzf archive.tar.gz && echo unpacked
exec metrics-dashboard/start.sh --server.port {PORT} --server.address 127.0.0.1
'
"""


def make_root(root: Path, archive: Path) -> None:
    """Make a root with one static program and the archive."""
    for name in ("bin", "proc", "dev", "tmp", "opt"):
        (root / name).mkdir()
    for name in ("null", "urandom"):
        (root / "dev" / name).touch()
    with tempfile.TemporaryDirectory() as fetched:
        shutil.copy(fetch_busybox(Path(fetched)), root / "bin" / "busybox")
    (root / "bin" / "sh").symlink_to("busybox")
    shutil.copy(archive, root / "opt" / "archive.tar.gz")


def fetch_busybox(folder: Path) -> Path:
    """Return Debian's static busybox, newly fetched into a folder."""
    own = ["-o", "APT::Sandbox::User=root"]
    subprocess.run(["apt-get", "-qq", *own, "download", "busybox-static"], cwd=folder, check=True)
    [package] = folder.glob("busybox-static*.deb")
    subprocess.run(["dpkg-deb", "--extract", package, folder], check=True)
    return folder / "bin" / "busybox"


@contextmanager
def running(root: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Yield the process of the server in its root, with a network of its own."""
    namespaces = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child"]
    started = subprocess.Popen(
        [*namespaces, "sh", "-c", _INSIDE, "sh", str(root)], start_new_session=True
    )
    try:
        yield started
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()


def inside(process: subprocess.Popen[bytes], *call: str) -> subprocess.CompletedProcess[bytes]:
    """Run a call of this machine in the server's network."""
    space = ["nsenter", f"--net=/proc/{process.pid}/ns/net"]
    return subprocess.run([*space, *call], capture_output=True, check=False)


def figure() -> None:
    """Print a figure that the server of this network publishes."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(FIGURES, timeout=10) as answer:
        [row] = json.load(answer)["rows"]
    print(row["year"], row["metric"], row["printed"] or f"{row['value']} {row['unit']}")


def first_page() -> None:
    """Print the headline figures that Chromium shows of the first page."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import FLAGS, NAMES

    program = next(filter(None, map(shutil.which, NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        page = browser.new_page(locale="zh-CN")
        page.goto(f"http://127.0.0.1:{PORT}/")
        page.locator("[data-figure], .figure, button:has-text('万')").first.wait_for(timeout=60_000)
        print(page.title(), "|", " ".join(page.locator("body").inner_text().split())[:300])
        browser.close()


def waited_for(process: subprocess.Popen[bytes], asked: str, since: float) -> bool:
    """Return whether the answer came in time; print it with the seconds it took."""
    here = str(Path(__file__).resolve())
    while time.monotonic() - since < PATIENCE and process.poll() is None:
        answer = inside(process, sys.executable, here, "--ask", asked)
        if answer.returncode == 0:
            print(f"{time.monotonic() - since:6.1f} s  {answer.stdout.decode().strip()}")
            return True
        time.sleep(0.5)
    print(answer.stderr.decode()[-2000:], file=sys.stderr)
    return False


def main() -> int:
    """Try the archive that the command line names; 1 where no figure came in time."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("archive", type=Path, nargs="?")
    parser.add_argument("--browser", action="store_true", help="show the first page in Chromium")
    parser.add_argument("--ask", choices=("figure", "page"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.ask:
        {"figure": figure, "page": first_page}[asked.ask]()
        return 0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_root(root, asked.archive)
        since = time.monotonic()
        with running(root) as process:
            came = waited_for(process, "figure", since)
            if came and asked.browser:
                came = waited_for(process, "page", since)
    return 0 if came else 1


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
