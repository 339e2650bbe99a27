"""Describe the published figures for programs: Data Package, CSVW, schema.org, a feed.

The table is `data.csv`; the descriptions say the same of it in the forms that catalogues and
validators read. A licence is named only where the bureau names one.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from metrics.export.further_columns import FurtherColumns
from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.diff import Changes
from metrics.model.observation import COLUMNS, KEY
from metrics.store.publication import Publication
from metrics.text import for_xml
from metrics.wording.differences import differences
from metrics.wording.formatter import Formatter

DATA_FILE = "data.csv"
_ATOM = "http://www.w3.org/2005/Atom"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_NUMBERS = {"year": "integer", "value": "number", "upper": "number"}


@dataclass(frozen=True)
class Correction:
    """Hold a publication that states published figures otherwise, and what it changed."""

    publication: Publication
    changes: Changes


def data_package(data: Dataset, made: datetime, size: int, _: Words) -> bytes:
    """Return the descriptor of the data as a Data Package of version 2."""
    fields = [
        {
            "name": column.name,
            "title": column.zh,
            "type": _NUMBERS.get(column.name, "string"),
            "description": _.say(column.meaning),
        }
        for column in (*COLUMNS, *FurtherColumns(data).columns)
    ]
    table = {
        "name": "data",
        "type": "table",
        "path": DATA_FILE,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "schema": {"fields": fields, "primaryKey": list(KEY), "missingValues": [""]},
    }
    package: dict[str, Any] = {
        "$schema": _PROFILE,
        "name": "metrics",
        "title": title_of(data, _),
        "description": about(data, _),
        "version": str(data.version),
        "created": _moment(made),
        "contributors": [{"title": _bureau(data, _), "roles": ["publisher"]}],
        "sources": [
            {"title": edition.zh, **({"path": edition.link} if edition.link else {})}
            for edition in data.editions.values()
        ],
        "resources": [table],
    }
    if data.bureau.licence:
        licence = {"name": data.bureau.licence, "path": data.bureau.licence_url}
        package["licenses"] = [{name: text for name, text in licence.items() if text}]
    return _json(package)


def csvw(data: Dataset, _: Words) -> bytes:
    """Return the description of the table as CSV on the Web."""
    columns = [
        {
            "name": column.name,
            "titles": [column.name],
            "datatype": {"integer": "integer", "number": "decimal"}.get(
                _NUMBERS.get(column.name, ""), "string"
            ),
            "dc:description": {"@value": _.say(column.meaning), "@language": _.language},
            "required": column.name in ("year", "metric"),
        }
        for column in (*COLUMNS, *FurtherColumns(data).columns)
    ]
    described: dict[str, Any] = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": DATA_FILE,
        "dc:title": title_of(data, _),
        "dc:publisher": _bureau(data, _),
        "dc:language": "zh",
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ","},
        "tableSchema": {"columns": columns, "primaryKey": list(KEY)},
    }
    if data.bureau.licence_url:
        described["dc:license"] = {"@id": data.bureau.licence_url}
    return _json(described)


def schema_org(data: Dataset, made: datetime, address: str, _: Words) -> dict[str, Any]:
    """Return the data set in the words of schema.org; `address` is the site's."""
    years = data.years
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": title_of(data, _),
        "description": about(data, _),
        "inLanguage": ["zh-CN", "en"],
        "isAccessibleForFree": True,
        "version": str(data.version),
        "dateModified": made.date().isoformat(),
        "temporalCoverage": f"{years[0]}/{years[-1]}" if years else "",
        "spatialCoverage": data.vocabulary.place(data.bureau.region, _.language),
        "creator": {"@type": "GovernmentOrganization", "name": _bureau(data, _)},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": "text/csv",
                "contentUrl": f"{address}{DATA_FILE}",
            }
        ],
    }
    if data.bureau.licence:
        described["license"] = data.bureau.licence_url or data.bureau.licence
    return {**described, **({"url": address} if address else {})}


def feed(
    corrections: Sequence[Correction], data: Dataset, made: datetime, address: str, _: Words
) -> bytes:
    """Return the corrections as an Atom feed, the newest first."""
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    bureau = _bureau(data, _)
    _add(root, "id", _urn("feed", bureau, address))
    _add(root, "title", _("Corrections: {title}", title=title_of(data, _)))
    moments = [correction.publication.at for correction in corrections]
    _add(root, "updated", _moment(max(moments, default=made)))
    _add(etree.SubElement(root, f"{{{_ATOM}}}author"), "name", bureau)
    if address:
        _link(root, "self", f"{address}corrections.xml")
        _link(root, "alternate", address)
    for correction in corrections:
        lines = correction_lines(correction, data, _)
        entry = etree.SubElement(root, f"{{{_ATOM}}}entry")
        _add(entry, "id", _urn("publication", correction.publication.hash))
        version = correction.publication.version
        heading = _("Version {version}: figures corrected", version=version)
        _add(entry, "title", heading)
        _add(entry, "updated", _moment(correction.publication.at))
        _add(entry, "content", "\n".join(lines), type="text")
    whole: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return whole


def correction_lines(correction: Correction, data: Dataset, _: Words) -> list[str]:
    """Return what a publication states otherwise than before, a line a figure."""
    fmt, changes = Formatter(data, _), correction.changes
    lines = [
        _(
            "{metric}, {year}, {region}: {old} → {new}",
            metric=fmt.metric(new),
            year=new.year,
            region=fmt.region(new.region),
            old=fmt.figure(old),
            new=_.clauses([fmt.figure(new), *differences(old, new, _)]),
        )
        for old, new in changes.changed
    ]
    lines += [
        _(
            "{metric}, {year}, {region}: {old} withdrawn",
            metric=fmt.metric(row),
            year=row.year,
            region=fmt.region(row.region),
            old=fmt.figure(row),
        )
        for row in changes.withdrawn
    ]
    note = correction.publication.note
    return [*lines, note] if note else lines


def title_of(data: Dataset, _: Words) -> str:
    """Return the title of the data set."""
    return _("{bureau}: annual metrics", bureau=_bureau(data, _))


def about(data: Dataset, _: Words) -> str:
    """Return in a sentence what the data set holds."""
    sample = _("Invented sample data: no figure here is real.") if data.bureau.sample else ""
    years = Formatter(data, _).year_ranges(data.years)
    text = _("Published figures of {years}, each with its place in the report.", years=years)
    return f"{sample} {text}".strip()


def _bureau(data: Dataset, _: Words) -> str:
    return Formatter(data, _).name(data.bureau)


def _add(parent: Any, name: str, text: str, **attributes: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes).text = for_xml(text)


def _link(parent: Any, relation: str, address: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}link", {"rel": relation, "href": address})


def _urn(*parts: str) -> str:
    return uuid5(NAMESPACE_URL, "\0".join(parts)).urn


def _moment(moment: datetime) -> str:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
