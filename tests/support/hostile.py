"""Data that means harm, in every place that data has: names, notes, links, files, people.

What a reader's browser does with it is told by `HARM`: markup of ours is marked with it, scripts
of ours set `window.harmed`, addresses of ours lead to `OUTSIDE`.
"""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from metrics.auth import local_editor
from metrics.model.catalogue import COLUMNS as CATALOGUE_COLUMNS
from metrics.model.csv_file import write_rows
from metrics.model.observation import COLUMN_NAMES, Observation
from metrics.store import SourceFile, open_store, publish
from metrics.store.editions import Attachment, EditionText, Evidence

HARM = "data-harm"
OUTSIDE = "outside.invalid"
TAGS = (
    f"<script {HARM}>harmed=1</script><img {HARM} src=x onerror=harmed=1><b {HARM}>b</b>"
    f"<style {HARM}>*{{color:red}}</style><form {HARM} action=//{OUTSIDE}><input></form>"
    f"<iframe {HARM} src=//{OUTSIDE}></iframe>"
)
MARKDOWN = (
    f"[x](javascript:harmed=1) ![y](http://{OUTSIDE}/x.png) [z](http://{OUTSIDE}) :red[harm] "
    r"$\frac{h}{m}$ `harm` **harm** _harm_ :material/home: :smile: # h <http://a.invalid>"
    f" www.{OUTSIDE} > q | t | {{0}} %{{x}} {{name}}"
)
QUOTES = '"\' onmouseover=harmed=1 x=" </script><a href=javascript:harmed=1>a</a>&lt;b&gt;&#60;b'
UNSEEN = "a\u202eb\u2066c\u200be\x1b[31m\x07f"
FORMULA = "=cmd|' /C calc'!A1"
LONG = "长" * 5_000 + "w" * 5_000
TEXTS = (TAGS, MARKDOWN, QUOTES, UNSEEN, FORMULA, LONG)
LINKS = {2023: "data:text/html,<script>harmed=1</script>", 2024: "javascript:harmed=1"}
REGIONS = ("本市" + TAGS[:39], "甲" + MARKDOWN, "乙" + QUOTES)
UNIT = f"<b {HARM}>u</b>:red[u]"
EDITOR = f"<img {HARM} src=x onerror=harmed=1>[x](javascript:harmed=1)"
FILE = f'../"\r\nX: 1<img {HARM} src=x onerror=harmed=1>.csv'
REPORT = f"{TAGS} 全年完成12345次。 {MARKDOWN}"
SLUG = "harm"
PASSCODE = "zwölf Boxkämpfer"


def hostile_rows() -> list[Observation]:
    """Figures of two years: each text is a metric, its note, its place in the report, as printed.

    They stand in a known category and in one that is hostile itself, for one region and for three.
    """
    rows = []
    for number, text in enumerate(TEXTS):
        for category in ("training", f"类{MARKDOWN}"):
            for region in REGIONS if number == 0 else REGIONS[:1]:
                for year in (2023, 2024):
                    row = Observation(
                        year, region, category, f"子{TEXTS[number - 1]}", text,
                        Decimal(100 + number * 10 + year % 10), UNIT if number < 4 else "次",
                    )  # fmt: skip
                    rows.append(replace(row, printed=text, section=text, note=text))
    return rows


def hostile_folder(folder: Path) -> Path:
    """Write a folder of data in which all texts mean harm, and return it."""
    rows = hostile_rows()
    bureau = {"name_zh": f"局{MARKDOWN}", "name_en": f"B{TAGS}", "region": REGIONS[0]}
    said = "".join(f"{name} = {json.dumps(text)}\n" for name, text in bureau.items())
    (folder / "bureau.toml").write_text(said, encoding="utf-8")
    known = [
        dict(zip(CATALOGUE_COLUMNS, (text, f"{SLUG}{n}", text, "training", f"子{TEXTS[n - 1]}",
                                     UNIT if n < 4 else "次", "yes", "", text, text, ""),
                 strict=True))
        for n, text in enumerate(TEXTS)
    ]  # fmt: skip
    tables = {
        "metrics.csv": (COLUMN_NAMES, [row.as_text() for row in rows]),
        "catalog.csv": (CATALOGUE_COLUMNS, known),
        "editions.csv": (
            ("year", "title_zh", "title_en", "issuer_zh", "issuer_en", "published", "url"),
            [
                {"year": str(year), "title_zh": MARKDOWN, "title_en": TAGS, "issuer_zh": TAGS,
                 "issuer_en": MARKDOWN, "published": "2025-01-20", "url": url}
                for year, url in LINKS.items()
            ],
        ),
        "omitted.csv": (
            ("year", "printed", "section", "what_zh", "what_en", "reason_zh", "reason_en"),
            [{"year": "2024", "printed": TAGS, "section": MARKDOWN, "what_zh": TAGS,
              "what_en": MARKDOWN, "reason_zh": MARKDOWN, "reason_en": TAGS}],
        ),
    }  # fmt: skip
    for name, (columns, cells) in tables.items():
        (folder / name).write_bytes(write_rows(columns, cells))
    return folder


def publish_hostile(folder: Path, target: str) -> None:
    """Make the store of a hostile folder: three publications, the last changes and withdraws.

    A report with a hostile text and title stands behind one of the figures.
    """
    store = open_store(target, folder=folder)
    editor = local_editor(EDITOR)
    first = [row for row in store.current() if row.year == 2024]
    row = first[0]
    place = REPORT.index("12345次")
    edition = EditionText(2024, REPORT, TAGS, MARKDOWN, TAGS, MARKDOWN, None, LINKS[2024], FILE)
    evidence = Evidence(row.key, place, place + len("12345次"), "12345次")
    file = SourceFile(FILE, "")
    changed = [replace(row, value=Decimal(12345), note=QUOTES)]
    attachment = Attachment(edition, (evidence,))
    publish(store, changed, editor=editor, base=1, note=MARKDOWN, file=file, attachment=attachment)
    kept = [changed[0], *first[1:-3]]
    publish(store, kept, editor=editor, base=2, note=MARKDOWN, file=file, replace_years=[2024])
    store.database.close()
