"""Write a static site: pages that need no server and no script, with the data and its descriptions.

A page for the whole, one for each metric, in both languages; the table, and what describes it for
programs. The same publication and moment give the same files.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from metrics.briefing import NoBriefing, prepare
from metrics.briefing.content import Briefing
from metrics.briefing.figures import Figure
from metrics.export.catalog import catalog_dict
from metrics.export.files import csv
from metrics.export.summary import everything, metrics_of
from metrics.i18n import HTML_LANGUAGES, LANGUAGES, Words, words
from metrics.markup import Markup, raw, tag
from metrics.model.catalogue import Metric
from metrics.model.dataset import Dataset
from metrics.model.diff import Restated
from metrics.model.observation import Key
from metrics.offline.goals import goals
from metrics.offline.metric_page import MetricPage, metric_body
from metrics.offline.open_data import (
    DATA_FILE,
    Correction,
    about,
    correction_lines,
    csvw,
    data_package,
    feed,
    schema_org,
    title_of,
)
from metrics.offline.page import page
from metrics.offline.sources import CLOSED
from metrics.offline.tables import data_table
from metrics.store.evidence import Source
from metrics.wording.formatter import Formatter

_PLAIN = re.compile(r"[a-z0-9-]+")
_LOOKS = ("base", "take_along", "site")


@dataclass(frozen=True)
class Site:
    """Hold what a site is made of; `address`, where it will stand, may be empty."""

    data: Dataset
    made: datetime
    address: str = ""
    seal: str = ""
    sentences: Mapping[Key, Source] | None = None
    restated: Restated | None = None
    corrections: Sequence[Correction] = ()

    @cached_property
    def metrics(self) -> list[Metric]:
        """Return the metrics with figures, in the order of the catalogue."""
        return metrics_of(everything(self.data))


def site_files(site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of every file of a site."""
    table = csv(everything(site.data)).removeprefix(b"\xef\xbb\xbf")
    zh = words("zh")
    yield DATA_FILE, table
    yield "catalog.json", json.dumps(catalog_dict(site.data), ensure_ascii=False, indent=1).encode()
    yield "datapackage.json", data_package(site.data, site.made, len(table), zh)
    yield f"{DATA_FILE}-metadata.json", csvw(site.data, zh)
    yield "corrections.xml", feed(site.corrections, site.data, site.made, site.address, zh)
    for language in LANGUAGES:
        folder = "" if language == "zh" else f"{language}/"
        yield f"{folder}index.html", _index(site, words(language))
        for metric in site.metrics:
            content = _metric(metric, site, words(language))
            yield f"{folder}metrics/{file_of(metric.slug)}", content


def file_of(slug: str) -> str:
    """Return the name of a metric's page; a slug that is no plain name gets one."""
    plain = slug if _PLAIN.fullmatch(slug) else hashlib.sha256(slug.encode()).hexdigest()[:16]
    return f"{plain}.html"


def _index(site: Site, _: Words) -> bytes:
    up = "" if _.language == "zh" else "../"
    fmt = Formatter(site.data, _)
    briefing = _briefing(site, _)
    body = tag(
        "body",
        CLOSED,
        _head(site, up, "index.html", _, title=title_of(site.data, _)),
        tag(
            "main",
            _paragraph(briefing, site),
            _goals(briefing, site, _),
            _metrics(site, fmt),
            _corrections(site, _),
        ),
        _data(site, up, _),
        _foot(site, _),
    )
    described = json.dumps(schema_org(site.data, site.made, site.address, _), ensure_ascii=False)
    # "<" is written as an escape, so that no text can close the script.
    block = raw(described.replace("<", "\\u003c"))
    head = tag("script", block, type="application/ld+json") + _feed_link(up, _)
    title = title_of(site.data, _)
    return page(title, body, _, looks=_LOOKS, head=Markup(head), fonts=False)


def _briefing(site: Site, _: Words) -> Briefing | None:
    try:
        return prepare(site.data, _, made=site.made, sentences=site.sentences)
    except NoBriefing:
        return None


def _head(site: Site, up: str, there: str, _: Words, *, title: str) -> Markup:
    """Return the head of a page; `there` is its place in the other language's folder."""
    bureau = Formatter(site.data, _).name(site.data.bureau)
    other = "en" if _.language == "zh" else "zh"
    folder = "en/" if other == "en" else ""
    name = {"zh": "中文", "en": "English"}[other]
    switch = tag("a", name, href=f"{up}{folder}{there}", lang=HTML_LANGUAGES[other])
    sample = _("Invented sample: no figure here is real") if site.data.bureau.sample else ""
    return tag(
        "header",
        tag("p", tag("b", bureau), tag("span", _("Every figure has its source"))),
        tag("p", switch, class_="switch"),
        tag("p", sample, class_="sample") if sample else "",
        tag("h1", title),
        tag("p", about(site.data, _), class_="facts"),
    )


def _paragraph(briefing: Briefing | None, site: Site) -> Markup:
    if briefing is None or not briefing.phrases:
        return Markup("")
    pieces = [
        _link(phrase.figure, phrase.text, site) if phrase.figure else phrase.text
        for phrase in briefing.phrases
    ]
    return tag("p", pieces, class_="said")


def _link(figure: Figure, text: str, site: Site) -> Markup:
    """Return a text as the way to the page of a figure's metric."""
    row = figure.observation
    slug = site.data.catalogue.get(row.metric, row.category).slug
    return tag("a", text, href=f"metrics/{file_of(slug)}")


def _goals(briefing: Briefing | None, site: Site, _: Words) -> Markup:
    """Return the goals of the newest year, then those under way, beside their results."""
    listed = briefing.goals if briefing else ()
    return goals(listed, lambda figure, text: _link(figure, text, site), _)


def _metrics(site: Site, fmt: Formatter) -> list[Markup]:
    """Return a table of metrics a category, each with its newest figure."""
    _, named = fmt.words, dict.fromkeys(metric.category for metric in site.metrics)
    header = [_("Metric"), _("Latest figure"), _("Years")]
    tables = []
    for key in named:
        pages = [
            MetricPage.of(metric, site.data, fmt)
            for metric in site.metrics
            if metric.category == key
        ]
        rows = [
            [
                tag("a", page.name, href=f"metrics/{file_of(page.metric.slug)}"),
                page.latest or _("not published"),
                page.years,
            ]
            for page in pages
        ]
        tables.append(data_table(fmt.category(key), header, rows, numbers=(1,)))
    return [tag("section", tag("h2", _("All figures")), tables, class_="tables")]


def _metric(metric: Metric, site: Site, _: Words) -> bytes:
    up = "../" if _.language == "zh" else "../../"
    fmt, file = Formatter(site.data, _), file_of(metric.slug)
    shown = MetricPage.of(metric, site.data, fmt)
    body = tag(
        "body",
        CLOSED,
        _head(site, up, f"metrics/{file}", _, title=shown.name),
        tag("nav", tag("a", _("All figures"), href="../index.html")),
        tag("main", metric_body(shown, site.sentences or {}, site.restated or {}, fmt)),
        _data(site, up, _),
        _foot(site, _),
    )
    title = f"{shown.name} · {fmt.name(site.data.bureau)}"
    return page(title, body, _, looks=_LOOKS, head=_feed_link(up, _), fonts=False)


def _feed_link(up: str, _: Words) -> Markup:
    address = f"{up}corrections.xml"
    title = _("Corrections")
    return tag("link", rel="alternate", type="application/atom+xml", href=address, title=title)


def _corrections(site: Site, _: Words) -> Markup:
    parts = [
        tag(
            "li",
            _("Version {version}: figures corrected", version=one.publication.version),
            tag("ul", [tag("li", line) for line in correction_lines(one, site.data, _)]),
        )
        for one in site.corrections
    ]
    none = tag("p", _("No published figure has been corrected."))
    listed = tag("ul", parts) if parts else none
    return tag("section", tag("h2", _("Corrections")), listed, class_="sources")


def _data(site: Site, up: str, _: Words) -> Markup:
    """Return the ways to the data, and its licence."""
    files = {
        DATA_FILE: _("All figures as a table (CSV)"),
        "datapackage.json": "Data Package",
        f"{DATA_FILE}-metadata.json": "CSV on the Web",
        "catalog.json": _("What the metrics mean (JSON)"),
        "corrections.xml": _("Corrections (Atom)"),
    }
    links = [tag("li", tag("a", name, href=f"{up}{file}")) for file, name in files.items()]
    licence, where = site.data.bureau.licence, site.data.bureau.licence_url
    named = tag("a", licence, href=where, rel="license") if licence and where else licence
    licensed = [_("Licence of the data: "), named] if licence else _("The bureau names no licence.")
    title = tag("h2", _("Data"))
    return tag("section", title, tag("ul", links), tag("p", licensed), class_="sources")


def _foot(site: Site, _: Words) -> Markup:
    facts = [_("Made on {date}", date=_.date(site.made.date()))]
    if site.data.version:
        facts.insert(0, _("Published version {version}", version=site.data.version))
    seal = tag("p", _("Hash of the publication: {hash}", hash=site.seal)) if site.seal else ""
    return tag("footer", tag("p", " · ".join(facts)), seal)
