"""The page of the next report says what is bound, missing and left to write, or what it needs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from metrics.auth import local_editor
from metrics.i18n import LANGUAGES, words
from metrics.store import Store, publish
from metrics.store.editions import Attachment, EditionText, Evidence, attach_edition
from tests.ui.conftest import Open
from tests.ui.test_upload_apptest import said

TEXT = "某局2024年工作总结\n一年来成绩不小。\n全年开展解读宣贯8381次。\n增设救援队伍72支。"


def keep_report(store: Store) -> None:
    """Keep an invented report on 2024, and publish one of its two figures for 2025."""
    rows = {row.printed: row for row in store.current()}
    places = tuple(
        Evidence(
            rows[printed].key, TEXT.index(printed), TEXT.index(printed) + len(printed), printed
        )
        for printed in ("8381次", "72支")
    )
    editor = local_editor("王五")
    edition = EditionText(2024, TEXT, title_zh="某局2024年工作总结")
    attach_edition(store, Attachment(edition, places), editor=editor)
    new = replace(rows["8381次"], year=2025, value=Decimal(9219), printed="9219次", section="")
    publish(store, [new], editor=editor, base=store.version())


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_later_year_it_says_what_a_draft_needs(
    open_page: Open, records: Store, language: str
) -> None:
    app = open_page("next_report", lang=language)
    assert not app.exception
    assert words(language)("none yet") in app.info[0].value


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_counts_what_is_bound_missing_and_left_to_write(
    open_page: Open, records: Store, language: str
) -> None:
    _ = words(language)
    keep_report(records)
    app = open_page("next_report", lang=language)
    assert not app.exception
    names = ("bound to a published figure", "not published yet", "last year's words, to be written")
    for name in names:
        assert f"{_(name)} 1" in said(app)
