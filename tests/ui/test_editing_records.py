"""What editors alone see on the history page: confirmed names and the log of acts."""

from __future__ import annotations

import pytest

from metrics.auth import local_editor
from metrics.i18n import LANGUAGES, words
from metrics.store import Store
from metrics.store.aliases import Alias, list_aliases
from tests.support.aliases import confirm_aliases
from tests.ui.conftest import Open
from tests.ui.test_upload_apptest import said, sign_in


@pytest.mark.parametrize("language", LANGUAGES)
def test_readers_see_no_names_and_no_log(
    open_page: Open,
    records: Store,
    language: str,
) -> None:
    app = open_page("history", lang=language)
    assert not app.exception
    labels = [one.label for one in app.expander]
    _ = words(language)
    assert _("Confirmed names") not in labels and _("Log of acts") not in labels


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_editor_withdraws_a_name(
    open_page: Open,
    records: Store,
    language: str,
) -> None:
    _ = words(language)
    confirm_aliases(records, [Alias("受训", "宣贯培训")], editor=local_editor("王五"))
    app = sign_in(open_page(lang=language)).switch_page("pages/history.py").run()
    assert not app.exception
    assert "受训 → 宣贯培训 · 王五" in said(app)
    assert _("Log of acts") in [one.label for one in app.expander]
    next(b for b in app.button if b.label == _("Withdraw")).click().run()
    assert list_aliases(records) == []
    assert _("“{alias}” no longer means “{metric}”", alias="受训", metric="宣贯培训") in said(app)


def test_a_name_confirmed_anew_is_not_withdrawn_unseen(
    open_page: Open,
    records: Store,
) -> None:
    confirm_aliases(records, [Alias("受训", "宣贯培训")], editor=local_editor("王五"))
    app = sign_in(open_page(lang="en")).switch_page("pages/history.py").run()
    confirm_aliases(records, [Alias("受训", "新增救援装备")], editor=local_editor("赵一"))
    next(b for b in app.button if b.label == "Withdraw").click().run()
    assert "赵一 confirmed “受训” anew" in said(app)
    assert [each.alias.metric for each in list_aliases(records)] == ["新增救援装备"]
