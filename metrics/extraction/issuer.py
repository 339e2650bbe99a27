"""Read whose report it is: the issuer that its title names, and the issuer's region.

Nothing is guessed from the text below the title, and a title that names no place says nothing.
"""

import re
from dataclasses import dataclass

from metrics.i18n import message
from metrics.model.bureau import Bureau
from metrics.problems import Problem
from metrics.readers.documents import Document

_PLACE = re.compile(
    r"[\u4e00-\u9fff]{2,7}?(?:自治[区州县]|省|市|县|[新林]?区|旗|州|盟)(?![场民级域])"
)
_BODY = re.compile(
    r"[\u4e00-\u9fff]{0,16}?(?:[局厅廳委署处處]|委员会|委員會|办公室|指挥部|[支总大]队|政府|中心)"
)


@dataclass(frozen=True)
class Issuer:
    """Hold the name that opens a report's title, and the smallest region in it."""

    name: str
    region: str


def issuer_in(title: str) -> Issuer | None:
    """Return the issuer that opens a title (浮棠县应急管理局2025年总结), or None."""
    place, region = 0, ""
    while found := _PLACE.match(title, place):
        place, region = found.end(), found.group()
    body = _BODY.match(title, place) if region else None
    return Issuer(title[: body.end()], region) if body else None


def _other_issuer(document: Document, title: str, bureau: Bureau) -> Issuer | None:
    """Return the issuer that a report's title names, None for the bureau itself."""
    issuer = issuer_in(document.title or title)
    return None if issuer is None or issuer.name.endswith(bureau.plain_name("zh")) else issuer


def region_reported(document: Document, title: str, bureau: Bureau) -> str:
    """Return the region of a report: the bureau's own unless its title names another."""
    issuer = _other_issuer(document, title, bureau)
    return issuer.region if issuer else bureau.region


def of_another(document: Document, title: str, bureau: Bureau, region: str) -> list[Problem]:
    """Return the warning of a report by neither the bureau nor a district."""
    issuer = _other_issuer(document, title, bureau)
    if issuer is None or issuer.region in (bureau.region, *bureau.districts):
        return []
    return [
        Problem(
            "another-issuer",
            "warning",
            message(
                "The report is by {issuer}; its figures are read as those of {region}",
                issuer=issuer.name,
                region=region,
            ),
            message("Choose the region if that is not meant"),
            file=document.name or None,
        )
    ]
