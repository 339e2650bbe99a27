"""Hold the bureau that the figures belong to, as `bureau.toml` of its folder describes it."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from metrics.i18n import message
from metrics.model.csv_file import missing_file
from metrics.problems import BrokenData, Problem

FILE = "bureau.toml"
_BRACKETS = re.compile(r"[(\uff08][^)\uff09]*[)\uff09]")


@dataclass(frozen=True)
class Bureau:
    """Name the bureau that the figures belong to; `sample` marks invented ones.

    `districts` are the regions inside its own that its reports give figures of. `subject_*` say
    in titles what the figures are about (应急管理); without them, titles do not say it. `licence`
    is that of the data, like CC-BY-4.0, empty where the bureau names none. An `empty` bureau
    begins without figures, which is a mistake otherwise. `home` is its own region where the
    figures are seen from another.
    """

    zh: str
    en: str
    region: str
    sample: bool
    districts: tuple[str, ...] = ()
    subject_zh: str = ""
    subject_en: str = ""
    licence: str = ""
    licence_url: str = ""
    empty: bool = False
    home: str = ""

    def plain_name(self, language: str) -> str:
        """Return the name without what stands in brackets, for names of files."""
        return _BRACKETS.sub("", self.zh if language == "zh" else self.en).strip()

    def subject(self, language: str) -> str:
        """Return what the figures are about, in `language`; may be empty."""
        return self.subject_zh if language == "zh" else self.subject_en


def _page(address: str) -> str:
    """Return a web address, an empty text for what is none."""
    return address if address.startswith(("https://", "http://")) else ""


def load_bureau(path: Path) -> Bureau:
    """Read the bureau of a folder; raises BrokenData when it cannot be read."""
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return Bureau(
            entries["name_zh"],
            entries.get("name_en") or entries["name_zh"],
            entries["region"],
            entries.get("sample", False),
            tuple(entries.get("districts", ())),
            entries.get("subject_zh", ""),
            entries.get("subject_en", ""),
            str(entries.get("licence", "")),
            _page(str(entries.get("licence_url", ""))),
            entries.get("empty", False),
        )
    except FileNotFoundError:
        raise BrokenData([missing_file(path)]) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = repr(error)
        text = message("The bureau's description cannot be read ({reason})", reason=reason)
        fix = message("It needs name_zh, name_en and region")
        raise BrokenData([Problem("bureau", "error", text, fix, file=path.name)]) from None
