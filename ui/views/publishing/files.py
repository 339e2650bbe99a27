"""Show the files of a draft: one as it was dropped, or several that are published together.

The bytes of several follow each other in the draft's payload; `parts` of its state say where each
begins, and hold what was decided of each. A workbook of several sheets may be taken as one part a
sheet. A file that joins later is a part more; one that is taken out keeps its place and can come
back. Which of several files is right is asked anew whenever there are others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from metrics.intake.together import WHICH_FILE
from metrics.text import safe_name
from ui.views.publishing.desk import Desk, add_to, file_of, keep

_PARTS, _PAST, _OUT = "parts", "past", "out"
_UNDONE, _MOST_UNDONE = ("read", "edits"), 20
_OF_ONE_FILE = (*_UNDONE, _PAST, "ticked", "remembered", "report")


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


def files_of(desk: Desk, *, out: bool = False) -> list[FileOfDraft]:
    """Return the files of a draft as they were dropped, or those taken out."""
    parts = desk.state.get(_PARTS)
    if not parts:
        return [] if out else [FileOfDraft(desk)]
    numbers = [number for number, part in enumerate(parts) if part.get(_OUT, False) == out]
    return [FileOfDraft(desk, number) for number in numbers]


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
    keep(file.desk, **_with_parts(file.desk.state, [*parts[:at], *taken, *parts[at + 1 :]]))


def take_out(file: FileOfDraft, *, out: bool = True) -> None:
    """Take one of several files out of what is published, or bring it back."""
    parts = [*file.desk.state[_PARTS]]
    parts[file.number or 0] = {**file.state, _OUT: out}
    keep(file.desk, **_with_parts(file.desk.state, parts))


def add_files(
    desk: Desk, added: Sequence[tuple[str, bytes]], states: Sequence[dict[str, Any]]
) -> None:
    """Add files with what is decided of each to a begun draft."""
    before = file_of(desk)
    parts, state = desk.state.get(_PARTS), desk.state
    if not parts:
        own = {name: state[name] for name in _OF_ONE_FILE if name in state}
        parts = [{"name": desk.draft.name, "start": 0, "size": len(before), **own}]
        state = {name: value for name, value in state.items() if name not in _OF_ONE_FILE}
    more, joining = packed(added, len(before))
    parts = [*parts, *({**part, **known} for part, known in zip(joining, states, strict=True))]
    names = dict.fromkeys(str(part["name"]) for part in parts)
    add_to(desk, "、".join(names), more, state | _with_parts(state, parts))


def _with_parts(state: Mapping[str, Any], parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the decisions on other files than before: which is right is open again."""
    read = {**state.get("read", {})}
    answers = {name: value for name, value in read.get("answers", {}).items() if name != WHICH_FILE}
    return {_PARTS: [*parts], "read": {**read, "answers": answers}}


def packed(
    files: Sequence[tuple[str, bytes]], start: int = 0
) -> tuple[bytes, list[dict[str, Any]]]:
    """Return the payload of several files, and the parts that say where each begins."""
    parts = []
    for name, content in files:
        parts.append({"name": safe_name(name), "start": start, "size": len(content)})
        start += len(content)
    return b"".join(content for _, content in files), parts
