"""A store with something in every table, as tests of backups need it, and all that it holds."""

from dataclasses import replace
from decimal import Decimal

from sqlalchemy import select

from metrics.auth import Attempt, local_editor
from metrics.model.table_source import NamedReport
from metrics.model.target import Target
from metrics.model.target_changes import TargetChanges
from metrics.store import Store, publish, restore, schema
from metrics.store.aliases import Alias
from metrics.store.audit import record_attempt
from metrics.store.backup_file import TABLES
from metrics.store.descriptions import Description
from metrics.store.drafts import begin_draft
from metrics.store.editions import Attachment, EditionText, Evidence, LeftOut
from metrics.store.table_cells import UploadedTable
from tests.support.figures import figure, figures

Everything = dict[str, list[tuple[object, ...]]]


def everything(store: Store) -> Everything:
    """Every row of every table, in order."""
    with store.database.reading() as connection:
        return {
            name: [
                tuple(row)
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for name in TABLES
            for table in [schema.METADATA.tables[name]]
        }


def fill(store: Store) -> None:
    """Let there be something in every table."""
    editor = local_editor("张三")
    text = "全市开展演练3次,另有“抽查”7次。\n第二行 𠮷"
    row = figure("演练", 3, note="多行\n备注,带“引号”与\t制表")
    edition = EditionText(2025, text, title_zh="报告", file="报告.txt")
    left = LeftOut(2025, "7次", "一", "抽查", "不收", 15, 17)
    places = (Evidence(row.key, 6, 8, "3次"),)
    alias = Alias("drills", "", "演练", "应急演练")
    goal = Target(2026, "威海市", "演练", Decimal(9), None, "次", "exact", "7次", "", "count", "")
    attachment = Attachment(edition, places, (alias,), (left,), ((goal, 15, 17),))
    publish(store, [row, figure("培训", None)], editor=editor, base=1, attachment=attachment)
    rows = figures(3, value=2)
    table = UploadedTable("年.xlsx", "0", {rows[0].key: ("表“一”", "C7")}, NamedReport("报告"))
    years, goals = [2025], TargetChanges((replace(goal, value=Decimal(8)),))
    said = [Description("新指标", "New", definition_zh="“口径”")]
    publish(store, rows, editor=editor, base=2, replace_years=years, token="t",
            tables=[table], goals=goals, described=said)  # fmt: skip
    restore(store, 2, editor=editor, note="看错了")
    payload = bytes(range(256)) * 40
    begin_draft(store, editor=editor, name="年.xlsx", payload=payload, state={"kind": "table"})
    record_attempt(store, Attempt("wrong-passcode", "李四", "passcode", "10.0.0.1"))
    # Written as `add_account` writes it, without the costly hash.
    cells = {
        "folded": "王芳",
        "name": "王芳",
        "role": "drafter",
        "hash": "$argon2id$",
        "since": "1",
    }
    with store.database.writing() as connection:
        connection.execute(schema.accounts.insert().values(**cells, made_by="张三", made="2"))
