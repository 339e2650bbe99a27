"""Confirmed names of metrics, as a publication with its report leaves them."""

from collections.abc import Sequence

from metrics.auth import Editor
from metrics.store import Store
from metrics.store.aliases import Alias, write_aliases


def confirm_aliases(store: Store, aliases: Sequence[Alias], *, editor: Editor) -> None:
    """Keep confirmed choices without a publication."""
    with store.acting(editor, "approver", "describe") as connection:
        write_aliases(connection, aliases, editor)
