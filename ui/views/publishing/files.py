"""Show the files of a draft: one as it was dropped, or several that are published together.

The bytes of several follow each other in the draft's payload; `parts` of its state say where each
begins, and hold what was decided of each. A workbook of several sheets may be taken as one part a
sheet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from metrics.text import safe_name
from ui.views.publishing.desk import Desk, file_of, keep

_PARTS, _PAST = "parts", "past"
_UNDONE, _MOST_UNDONE = ("read", "edits"), 20


@dataclass(frozen=True)
class FileOfDraft:
    """Hold a file of a draft, or all as a whole, with the decisions on it.

    `number` is the file's place among several, None for the only file or the whole.
    """

    desk: Desk
    number: int | None = None

    @property
    def state(self) -> dict[str, Any]:
        """Return what was decided of this file."""
        if self.number is None:
            return self.desk.state
        part: dict[str, Any] = self.desk.state[_PARTS][self.number]
        return part

    @property
    def file_name(self) -> str:
        """Return the name that the file has."""
        return self.desk.draft.name if self.number is None else str(self.state["name"])

    @property
    def name(self) -> str:
        """Return a file's name on the page, with its sheet where others are taken too."""
        sheet = self.state.get("read", {}).get("sheet", "")
        return f"{self.file_name} · {sheet}" if self.state.get("one_of") else self.file_name

    @property
    def key(self) -> str:
        """Return a text that no other file of any draft has, for keys of widgets."""
        of = "" if self.number is None else f"_{self.number}"
        return self.desk.draft.id + of


def files_of(desk: Desk) -> list[FileOfDraft]:
    """Return the files of a draft in the order of dropping."""
    parts = desk.state.get(_PARTS)
    if not parts:
        return [FileOfDraft(desk)]
    return [FileOfDraft(desk, number) for number in range(len(parts))]


def content_of(file: FileOfDraft) -> bytes:
    """Return the bytes of a file; stops the page when somebody took the draft away."""
    payload = file_of(file.desk)
    if file.number is None:
        return payload
    start, size = file.state["start"], file.state["size"]
    return payload[start : start + size]


def keep_of_file(file: FileOfDraft, **decisions: Any) -> None:
    """Keep decisions on a file in its draft; those on its reading can be undone."""
    if decisions.keys() & set(_UNDONE):
        before = {name: file.state[name] for name in _UNDONE if name in file.state}
        decisions[_PAST] = [*file.state.get(_PAST, []), before][-_MOST_UNDONE:]
    _keep(file, decisions)


def can_undo(file: FileOfDraft) -> bool:
    """Check whether a decision on how a file is read can be taken back."""
    return bool(file.state.get(_PAST))


def undo(file: FileOfDraft) -> None:
    """Take back the last decision on how a file is read."""
    *past, before = file.state[_PAST]
    emptied: dict[str, Any] = {"read": {}, "edits": []}
    _keep(file, emptied | before | {_PAST: past})


def _keep(file: FileOfDraft, decisions: dict[str, Any]) -> None:
    if file.number is None:
        keep(file.desk, **decisions)
        return
    parts = [*file.desk.state[_PARTS]]
    parts[file.number] = {**parts[file.number], **decisions}
    keep(file.desk, **{_PARTS: parts})


def take_sheets(file: FileOfDraft, sheets: Sequence[str]) -> None:
    """Take a workbook's sheets in its place, each as a part published with them."""
    read = {**file.state.get("read", {})}
    if len(sheets) == 1:
        keep_of_file(file, read={**read, "sheet": sheets[0]})
        return
    size = len(content_of(file))
    own = {"name": file.file_name, "start": file.state.get("start", 0), "size": size}
    taken = [{**own, "read": {**read, "sheet": sheet}, "one_of": [*sheets]} for sheet in sheets]
    parts = [*file.desk.state.get(_PARTS, [])]
    at = file.number or 0
    keep(file.desk, **{_PARTS: [*parts[:at], *taken, *parts[at + 1 :]]})


def packed(files: Sequence[tuple[str, bytes]]) -> tuple[bytes, list[dict[str, Any]]]:
    """Return the payload of several files, and the parts that say where each begins."""
    parts, start = [], 0
    for name, content in files:
        parts.append({"name": safe_name(name), "start": start, "size": len(content)})
        start += len(content)
    return b"".join(content for _, content in files), parts
