"""Make one archive of the dashboard with its own Python: unpack, start, no network needed.

    python deploy/archive.py linux-x86_64 -o FOLDER
    python deploy/archive.py linux-aarch64 -o FOLDER
    python deploy/archive.py windows-x86_64 --python python-3.11.9-embed-amd64.zip -o FOLDER

On Linux the Python and every library under it, the C library too, are Debian's packages, so the
archive asks nothing of the system but a kernel (3.2 or later) and `/bin/sh`; it is made on any
Debian 12, for either processor. Windows' Python is the embeddable one of python.org, which no
package index serves. Packages are the wheels of `constraints.txt`; without the internet, a folder
of them is named by `--wheels`. Nothing on this machine is installed or changed.
"""

import argparse
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = "3.11"
NAME = "metrics-dashboard"
PRODUCT = (
    *("dashboard.py", "LICENSE", "CHANGELOG.md", "README.md", "README.en.md", ".streamlit", "data"),
    *("docs", "examples", "locale", "metrics", "pages", "static", "ui", "web"),
)
"""What of the project an archive holds."""
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.db", "*.db-*", "secrets.toml")
_HERE = Path(__file__).resolve().parent
_DEBIAN = (
    *(f"python{PYTHON}", f"python{PYTHON}-minimal"),
    *(f"libpython{PYTHON}-minimal", f"libpython{PYTHON}-stdlib"),
    *("libc6", "libgcc-s1", "libstdc++6", "libexpat1", "zlib1g", "libssl3", "libffi8"),
    *("libsqlite3-0", "libbz2-1.0", "liblzma5", "libuuid1", "libcrypt1"),
)
"""Debian's packages of a whole Python, without what a server has no use for (readline, curses)."""
_UNUSED = ("test", "idlelib", "lib2to3", "ensurepip", "turtledemo", "tkinter", "pydoc_data")


@dataclass(frozen=True)
class Target:
    """Describe a system: its names elsewhere, and what its wheels need besides."""

    wheels: tuple[str, ...]
    debian: str = ""
    loader: str = ""
    besides: tuple[str, ...] = field(default=())
    """Packages that only this system needs, where pip judges by the machine that it runs on."""


TARGETS = {
    "linux-x86_64": Target(
        ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
        "amd64",
        "ld-linux-x86-64.so.2",
    ),
    "linux-aarch64": Target(
        ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
        "arm64",
        "ld-linux-aarch64.so.1",
    ),
    "windows-x86_64": Target(("win_amd64",), besides=("tzdata", "colorama")),
}


def make(name: str, output: Path, python: Path | None, wheels: Path | None) -> Path:
    """Make the archive of a target in a folder, and return it."""
    target = TARGETS[name]
    with tempfile.TemporaryDirectory() as made:
        whole = Path(made) / NAME
        copy_product(whole)
        if target.debian:
            packages = fetch_debian(target, Path(made) / "debian")
            lay_out_linux(packages, target, whole / "python", Path(made) / "unpacked")
            site = whole / "python" / "lib" / f"python{PYTHON}" / "site-packages"
            starter = "start.sh"
        else:
            assert python is not None
            site = lay_out_windows(python, whole / "python")
            starter = "start.cmd"
        _run(pip_call(target, site, wheels))
        shutil.copy(_HERE / f"archive-{starter}", whole / starter)
        (whole / starter).chmod(0o755)
        for each in whole.rglob("__pycache__"):
            shutil.rmtree(each)
        output.mkdir(parents=True, exist_ok=True)
        return _packed(whole, output / f"{NAME}-{name}")


def copy_product(whole: Path) -> None:
    """Copy what an archive holds of the project."""
    whole.mkdir(parents=True)
    for name in PRODUCT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, whole / name, ignore=_LEFT_OUT)
        else:
            shutil.copy(ROOT / name, whole)


def pip_call(target: Target, site: Path, wheels: Path | None) -> list[str]:
    """Return the call that puts the wheels of a target into its Python."""
    source = ["--no-index", "--find-links", str(wheels)] if wheels else []
    return [
        *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
        *("--no-compile", "--only-binary=:all:", "--implementation", "cp"),
        *("--python-version", PYTHON, "--target", str(site), *source),
        *(part for wheel in target.wheels for part in ("--platform", wheel)),
        *("-c", str(ROOT / "constraints.txt"), "-r", str(ROOT / "requirements.txt")),
        *target.besides,
    ]


def apt_calls(target: Target, folder: Path) -> Iterator[list[str]]:
    """Yield the calls that fetch Debian's packages, with lists and places of their own."""
    own = {
        "Dir::State::lists": folder / "lists",
        "Dir::State::status": folder / "status",
        "Dir::Cache": folder / "cache",
        "APT::Architecture": target.debian,
        "APT::Architectures": target.debian,
        "APT::Sandbox::User": "root",
    }
    settings = [part for key, value in own.items() for part in ("-o", f"{key}={value}")]
    yield ["apt-get", "-qq", *settings, "update"]
    yield ["apt-get", "-qq", *settings, "download", *_DEBIAN]


def fetch_debian(target: Target, folder: Path) -> list[Path]:
    """Return Debian's packages of a Python for a target, newly fetched."""
    for name in ("lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True)
    (folder / "status").touch()
    for call in apt_calls(target, folder):
        _run(call, folder)
    return sorted(folder.glob("*.deb"))


def lay_out_linux(packages: Iterable[Path], target: Target, python: Path, room: Path) -> None:
    """Lay a Python out so that it runs wherever it is unpacked, on its own libraries alone."""
    for package in packages:
        _run(["dpkg-deb", "--extract", str(package), str(room)])
    shared = python / "lib"
    shutil.copytree(room / "usr" / "lib" / f"python{PYTHON}", shared / f"python{PYTHON}")
    for found in room.rglob("*.so*"):
        if found.is_file() and found.parent.name.endswith("-linux-gnu"):
            shutil.copy(found, shared / found.name)
    standard = shared / f"python{PYTHON}"
    for name in _UNUSED:
        shutil.rmtree(standard / name, ignore_errors=True)
    for link in [each for each in standard.rglob("*") if each.is_symlink()]:
        link.unlink()  # into places that an archive does not have
    shutil.copy(_HERE / "archive_site.py", standard / "sitecustomize.py")
    (python / "bin").mkdir()
    shutil.copy(room / "usr" / "bin" / f"python{PYTHON}", python / "bin" / "python.real")
    launcher = (_HERE / "archive-python.sh").read_text(encoding="utf-8")
    for name in ("python", "python3"):
        written = python / "bin" / name
        written.write_text(launcher.replace("@LOADER@", target.loader), encoding="utf-8")
        written.chmod(0o755)
    told = "".join(f"{package.name}\n" for package in packages)
    (python / "debian-packages.txt").write_text(told, encoding="utf-8")


def lay_out_windows(embedded: Path, python: Path) -> Path:
    """Unpack python.org's embeddable Python, and return where its packages go."""
    with zipfile.ZipFile(embedded) as archive:
        archive.extractall(python)
    [paths] = python.glob("python3*._pth")
    kept = [line for line in paths.read_text(encoding="utf-8").splitlines() if "site" not in line]
    # `..` is the project: this Python looks nowhere that the file does not name.
    written = [*kept, "Lib\\site-packages", "..", "import site"]
    paths.write_text("\n".join(written) + "\n", encoding="utf-8")
    return python / "Lib" / "site-packages"


def _packed(whole: Path, name: Path) -> Path:
    """Pack a folder: a ZIP for Windows, else a tar with the rights of its files."""
    if (whole / "start.cmd").exists():
        packed = name.with_name(name.name + ".zip")
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for each in sorted(whole.rglob("*")):
                archive.write(each, each.relative_to(whole.parent))
        return packed
    packed = name.with_name(name.name + ".tar.gz")
    with tarfile.open(packed, "w:gz", compresslevel=6) as tar:
        tar.add(whole, NAME, filter=_of_nobody)
    return packed


def _of_nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def _run(call: list[str], folder: Path | None = None) -> None:
    subprocess.run(call, cwd=folder, check=True)


def main() -> None:
    """Make the archive that the command line names, and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("-o", dest="output", type=Path, default=Path("dist"))
    parser.add_argument("--python", type=Path, help="Windows: python.org's embeddable package")
    parser.add_argument("--wheels", type=Path, help="a folder of wheels, instead of the internet")
    asked = parser.parse_args()
    if not TARGETS[asked.target].debian and asked.python is None:
        parser.error(f"--python names the embeddable package of Python {PYTHON} from python.org")
    made = make(asked.target, asked.output, asked.python, asked.wheels)
    print(f"{made} ({made.stat().st_size / 2**20:.0f} MB)")


if __name__ == "__main__":
    main()
