"""Publish the folder's `metrics.csv` first, and bring in what changed in it since.

What was taken in is kept beside its publication. A difference is what changed in the file since
then and is not published yet, so figures that were published in other ways are never withdrawn.
"""

import hashlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, insert, select

from metrics.auth import Editor, require
from metrics.model.bureau import load_bureau
from metrics.model.catalogue import load_catalogue
from metrics.model.csv_file import NUMBERS, parse_rows, read_rows, write_rows
from metrics.model.dataset import no_figures, read_observations
from metrics.model.diff import ADDED, Changes, all_changes
from metrics.model.observation import COLUMN_NAMES, Observation, from_text, to_cells
from metrics.model.vocabulary import load_vocabulary
from metrics.problems import BrokenData
from metrics.store import schema
from metrics.store.publication import INIT, PUBLISH, Publication
from metrics.store.publications import Store
from metrics.store.publishing import PublicationFacts, SourceFile, append, write
from metrics.store.row_checks import checked_rows
from metrics.text import without_mark

SEED_NAME = "metrics.csv"


@dataclass(frozen=True)
class Seed:
    """Hold a metrics file of the product's own kind: its rows and its hash."""

    name: str
    sha256: str
    rows: tuple[Observation, ...]


@dataclass(frozen=True)
class SeedDifference:
    """Hold the file's unpublished `changes` against version `base`."""

    base: int
    changes: Changes
    seed: Seed


def read_seed(folder: Path, file: Path | None = None) -> Seed:
    """Read a stored table (the folder's `metrics.csv`) with the folder's catalogue.

    An export's marks of text are taken off. Raises BrokenData with every problem of the
    file, and for one that holds no figures though its bureau does not begin empty.
    """
    path = file or folder / SEED_NAME
    rows = [
        {name: cell if name in NUMBERS else without_mark(cell) for name, cell in row.items()}
        for row in read_rows(path)
    ]
    bureau = load_bureau(folder / "bureau.toml")
    if not rows and not bureau.empty:
        raise BrokenData([no_figures(path.name)])
    catalogue = load_catalogue(folder / "catalog.csv")
    observations, problems = read_observations(
        rows, load_vocabulary(folder), catalogue, bureau.region, path.name
    )
    if problems:
        raise BrokenData(problems)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return Seed(path.name, sha256, checked_rows(observations, path.name))


def csv_differs(store: Store, folder: Path) -> SeedDifference | None:
    """Return the changes of the folder's file since it was taken in, or None.

    A missing file, a new byte order mark, and changes that are published already are no
    difference. Raises BrokenData when the file cannot be read.
    """
    path = folder / SEED_NAME
    if not path.is_file():
        return None
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    with store.database.reading() as connection:
        table = schema.seeds
        taken = connection.execute(select(table).order_by(table.c.version.desc()).limit(1)).first()
    if taken is not None and taken.sha256 == sha256:
        return None
    seed = read_seed(folder)
    base, current = store.current_with_version()
    since = all_changes(
        map(from_text, parse_rows(taken.content, SEED_NAME)) if taken else (), seed.rows
    )
    changes = _not_yet_published(since, current)
    return SeedDifference(base, changes, seed) if changes else None


def bring_in_csv(
    store: Store, difference: SeedDifference, *, editor: Editor, note: str = ""
) -> Publication:
    """Publish what the folder's file changed; raises as `publish` does."""
    require(editor, "approver")
    seed = difference.seed
    source = SourceFile(seed.name, seed.sha256)
    facts = PublicationFacts(PUBLISH, editor.name, editor.how, difference.base, note, source)
    return append(store, difference.changes, facts, editor, partial(_keep, seed))


def write_first_publication(connection: Connection, seed: Seed) -> Publication:
    """Write publication 1 in the caller's transaction."""
    changes = Changes(added=seed.rows)
    rows = [(ADDED, *to_cells(row)) for row in seed.rows]
    source = SourceFile(seed.name, seed.sha256)
    facts = PublicationFacts(INIT, "", "local", 0, file=source)
    publication = write(connection, changes, rows, facts)
    _keep(seed, connection, publication.version)
    return publication


def _keep(seed: Seed, connection: Connection, version: int) -> None:
    content = write_rows(COLUMN_NAMES, (row.as_text() for row in seed.rows)).decode("utf-8-sig")
    connection.execute(
        insert(schema.seeds).values(version=version, sha256=seed.sha256, content=content)
    )


def _not_yet_published(since: Changes, current: tuple[Observation, ...]) -> Changes:
    """Return the changes of the file that the current state does not hold yet."""
    state = {row.key: row for row in current}
    named = [*since.added, *(new for _, new in since.changed)]
    added = tuple(row for row in named if row.key not in state)
    changed = tuple(
        (state[row.key], row) for row in named if row.key in state and state[row.key] != row
    )
    withdrawn = tuple(state[row.key] for row in since.withdrawn if row.key in state)
    unchanged = len(state) - len(changed) - len(withdrawn)
    return Changes(added, changed, withdrawn, unchanged)
