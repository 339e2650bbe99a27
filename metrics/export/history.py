"""Pack everything that was ever published into a ZIP that any program reads."""

import io
import json
import zipfile

from metrics.model.csv_file import csv_bytes
from metrics.store.publication import public_dict
from metrics.store.publications import Store

_README = """\
Everything that was published, version by version.

history.json          who published what, when, from which file, and the hash of each
versions/000001.csv   the whole table as of version 1, and so on (UTF-8 with BOM)

版本记录:history.json 记载谁在何时依据哪个文件发布了什么,附每版的哈希值;
versions/ 里是每一版的整张表。
"""


def everything_zip(store: Store) -> bytes:
    """Return a ZIP of the table as of every version and of the history."""
    history = store.history()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _README)
        rows = [public_dict(publication) for publication in history]
        archive.writestr("history.json", json.dumps(rows, ensure_ascii=False, indent=1))
        for publication in reversed(history):
            name = f"versions/{publication.version:06d}.csv"
            archive.writestr(name, csv_bytes(store.current(publication.version)))
    return packed.getvalue()
