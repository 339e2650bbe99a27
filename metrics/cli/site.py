"""Hold the verb `site`: a static copy of what is published, in a folder.

A folder that holds anything else is refused. Pages of metrics that are no longer published go.
"""

import argparse
from pathlib import Path

from metrics import data_folder
from metrics.cli.answer import Answer, Verb, write_file
from metrics.cli.arguments import arguments, existing_store, own
from metrics.clock import now
from metrics.i18n import Words
from metrics.model.dataset import load_words, web_address
from metrics.offline.open_data import Correction
from metrics.offline.site import Site, site_files
from metrics.store import Store
from metrics.store.evidence import sources_of
from metrics.store.publications import changes_of
from metrics.store.published import published, with_rows
from metrics.store.restatements import restatements
from metrics.store.seed import read_seed

_SIGN = "datapackage.json"
"""The file by which a folder is known to hold a site."""


def site(options: argparse.Namespace, _: Words) -> Answer:
    """Return what was written; JSON: folder, files, bytes.

    Raises ValueError for a folder with other files and for no web address.
    """
    folder: Path = options.folder
    if options.address and not web_address(options.address):
        raise ValueError(f"{options.address!r} is no web address: it begins with https://")
    if folder.exists() and any(folder.iterdir()) and not (folder / _SIGN).is_file():
        text = _("The folder {name} holds other files; name an empty one", name=str(folder))
        raise ValueError(text)
    address = f"{options.address.rstrip('/')}/" if options.address else ""
    size, written = 0, set()
    for name, content in site_files(_site(existing_store(options), address)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, content)
        written.add(path)
        size += len(content)
    for old in [*folder.glob("metrics/*.html"), *folder.glob("*/metrics/*.html")]:
        if old not in written:
            old.unlink()
    text = _("{n} files, {size} kB, in {folder}", n=len(written), size=size // 1000, folder=folder)
    return Answer(True, {"folder": str(folder), "files": len(written), "bytes": size}, [text])


def _site(store: Store | None, address: str) -> Site:
    """Return what is published as a site; without a store, the folder's figures."""
    if store is None:
        data = with_rows(load_words(), read_seed(data_folder()).rows)
        return Site(data, now(), address)
    data = published(store)
    history = [one for one in store.history() if one.changed or one.withdrawn]
    return Site(
        data,
        now(),
        address,
        seal=store.publication(data.version).hash,
        sentences=sources_of(store),
        restated=restatements(store),
        corrections=[Correction(one, changes_of(store, one.version)) for one in history],
    )


_FOLDER = own("-o", dest="folder", type=Path, required=True, help="the folder to write")
_ADDRESS = own("--address", default="", help="the web address at which the site will stand")
VERBS: dict[str, Verb] = {"site": (arguments("--store", _FOLDER, _ADDRESS, "--json"), site)}
