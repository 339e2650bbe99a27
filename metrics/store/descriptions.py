"""Keep what editors say of metrics that the catalogue does not list: English name, definition.

Lines are appended and never altered: a later line of a metric supersedes the earlier one, a
withdrawal is a further line. Each counts from the publication that was newest when it was
written, so an older version reads as it did. The data folder's own catalogue comes first.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from sqlalchemy import Connection, func, insert, select

from metrics.auth import Editor
from metrics.i18n import message
from metrics.model.catalogue import Metric, fold, outside
from metrics.store import schema
from metrics.store.audit_lines import note_act
from metrics.store.errors import StoreError
from metrics.store.publications import Store, newest_version
from metrics.text import storable


@dataclass(frozen=True)
class Description:
    """Hold what the rows of a metric do not say; empty texts are not known."""

    metric: str
    english: str = ""
    category: str = ""
    subcategory: str = ""
    unit: str = ""
    definition_zh: str = ""
    definition_en: str = ""

    def as_metric(self) -> Metric:
        """Return the metric as a catalogue lists it; Chinese stands in for English."""
        made = outside(self.metric, self.category, self.unit)
        return replace(
            made,
            en=self.english or self.metric,
            subcategory=self.subcategory,
            definition_zh=self.definition_zh,
            definition_en=self.definition_en,
        )


class NotDescribed(StoreError, LookupError):
    """Refuse a metric without a description."""

    def __init__(self, metric: str) -> None:
        super().__init__(
            "not-described",
            message("Nothing is said of “{metric}”", metric=metric),
            message("`python -m metrics describe` lists the metrics that are described"),
        )


def describe(store: Store, description: Description, *, editor: Editor) -> None:
    """Write a description that holds from now on; raises NotAllowed."""
    with store.acting(editor, "approver", "describe") as connection:
        write_descriptions(connection, [description], newest_version(connection), editor)
        note_act(connection, "describe", editor, description.metric)


def withdraw_description(store: Store, metric: str, *, editor: Editor) -> Description:
    """Withdraw a description and return it; raises NotAllowed, NotDescribed."""
    with store.acting(editor, "approver", "withdraw-description") as connection:
        described = _in_force(connection, None).get(fold(storable(metric)))
        if described is None:
            raise NotDescribed(metric)
        now = newest_version(connection)
        write_descriptions(connection, [described], now, editor, withdrawn=True)
        note_act(connection, "withdraw-description", editor, described.metric)
        return described


def descriptions(store: Store, version: int | None = None) -> list[Description]:
    """Return the descriptions in force, now or as of a version."""
    with store.database.reading() as connection:
        return list(_in_force(connection, version).values())


def newest_description(store: Store) -> int:
    """Return the number of the newest line, 0 without any."""
    query = select(func.coalesce(func.max(schema.descriptions.c.number), 0))
    with store.database.reading() as connection:
        return int(connection.scalar(query) or 0)


def write_descriptions(
    connection: Connection,
    described: Sequence[Description],
    version: int,
    editor: Editor,
    *,
    withdrawn: bool = False,
) -> None:
    """Write lines in the caller's transaction, counting from `version`."""
    facts = {
        "version": version,
        "withdrawn": int(withdrawn),
        "who": storable(editor.recorded_name),
        "at": schema.now(),
    }
    rows = [
        {**{name: storable(text) for name, text in asdict(each).items()}, **facts}
        for each in described
    ]
    if rows:
        connection.execute(insert(schema.descriptions), rows)


def _in_force(connection: Connection, version: int | None) -> dict[str, Description]:
    table = schema.descriptions
    query = select(table).order_by(table.c.number)
    if version is not None:
        query = query.where(table.c.version <= version)
    found: dict[str, Description] = {}
    for row in connection.execute(query):
        found.pop(fold(row.metric), None)
        if not row.withdrawn:
            cells = {name: getattr(row, name) for name in Description.__dataclass_fields__}
            found[fold(row.metric)] = Description(**cells)
    return found
