"""A private PostgreSQL for tests: a cluster in a temporary folder, reached by a socket only."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg

_VERSIONS = Path("/usr/lib/postgresql")
BINARIES = max(
    _VERSIONS.glob("*/bin"), key=lambda folder: float(folder.parent.name), default=_VERSIONS
)
"""Where Debian keeps the programs of the newest server."""
_numbers = count(1)


def why_not() -> str | None:
    """Return why no cluster can be started here, or None."""
    if os.name != "posix":
        return "the private PostgreSQL server is for Unix only"
    if not (BINARIES / "initdb").exists() and shutil.which("initdb") is None:
        return "PostgreSQL is not installed"
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            return "PostgreSQL does not run as root, and there is no setpriv to be another user"
        try:
            _postgres_user()
        except KeyError:
            return "PostgreSQL does not run as root, and there is no user postgres"
    return None


@dataclass(frozen=True)
class Cluster:
    """A running cluster; `folder` holds its data, socket and log.

    Unless it is `durable` it does not wait for the disk: faster, and the same until a power cut.
    """

    folder: Path
    durable: bool = False

    def new_database(self) -> str:
        """Make an empty database and return its URL."""
        name = f"metrics_{next(_numbers)}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        return f"postgresql:///{name}?host={self.folder}&user=postgres"

    def new_schema(self) -> str:
        """Make an empty schema and return its URL: a store of its own, and no files to copy."""
        name = f"metrics_{next(_numbers)}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}")
        options = quote(f"-csearch_path={name}")
        return f"postgresql:///postgres?host={self.folder}&user=postgres&options={options}"

    def stop(self, mode: str = "immediate") -> None:
        """Stop the server as a power cut would, or `fast`."""
        _run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", mode, "stop")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f"-c listen_addresses='' -k {self.folder} -c max_connections=60"
        if not self.durable:
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        log = str(self.folder / "log")
        _run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-l", log, "-o", options, "start")

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Stop every process of the server: it keeps its connections and says nothing."""
        first = (self.folder / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0]
        children = Path(f"/proc/{first}/task/{first}/children").read_text(encoding="ascii")
        processes = [int(number) for number in (first, *children.split())]
        try:
            for process in processes:
                os.kill(process, signal.SIGSTOP)
            yield
        finally:
            for process in processes:
                os.kill(process, signal.SIGCONT)

    def _address(self, database: str) -> str:
        return f"host={self.folder} user=postgres dbname={database}"


@contextmanager
def running_cluster(durable: bool = False) -> Iterator[Cluster]:
    """Yield a new cluster, and remove it afterwards; `durable` as in production."""
    folder = Path(tempfile.mkdtemp(prefix="metrics-pg-", dir=None if durable else _in_memory()))
    if os.geteuid() == 0:
        os.chown(folder, *_postgres_user())
    cluster = Cluster(folder, durable)
    try:
        _run(
            "initdb", "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-N",
            "-E", "UTF8", "--locale=C",
        )  # fmt: skip
        cluster.start()
        yield cluster
        cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _in_memory() -> str | None:
    """Return where files live in memory, if there is room: thousands are made and removed."""
    shared = Path("/dev/shm")
    room = shutil.disk_usage(shared).free if os.access(shared, os.W_OK) else 0
    return str(shared) if room > 2**31 else None


def _postgres_user() -> tuple[int, int]:
    import pwd

    account = pwd.getpwnam("postgres")
    return account.pw_uid, account.pw_gid


def _run(program: str, *arguments: str) -> None:
    path = BINARIES / program
    command = [str(path if path.exists() else program), *arguments]
    if os.geteuid() == 0:
        user, group = _postgres_user()
        ids = ["--reuid", str(user), "--regid", str(group), "--clear-groups"]
        command = ["setpriv", *ids, *command]
    done = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/", check=False
    )
    if done.returncode:
        raise RuntimeError(f"{program}: {done.stderr.decode(errors='replace')}")
