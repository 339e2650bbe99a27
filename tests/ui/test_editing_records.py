"""What editors alone see: confirmed names on the history page, accounts and the log of acts."""

import pytest

from metrics.auth import local_editor
from metrics.i18n import LANGUAGES, words
from metrics.store import Store
from metrics.store.accounts import add_account, list_accounts
from metrics.store.aliases import Alias, list_aliases
from metrics.store.audit import read_audit
from tests.support.aliases import confirm_aliases
from tests.ui.conftest import Open, said, sign_in


@pytest.mark.parametrize("language", LANGUAGES)
def test_readers_see_no_names(
    open_page: Open,
    records: Store,
    language: str,
) -> None:
    app = open_page("history", lang=language)
    assert not app.exception
    labels = [one.label for one in app.expander]
    _ = words(language)
    assert _("Confirmed names") not in labels


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


def test_an_administrator_looks_after_accounts_on_the_page(open_page: Open, records: Store) -> None:
    _ = words("zh")
    app = open_page("accounts", lang="zh")
    assert _("Accounts and the log are for administrators.") in said(app)
    app.session_state["_editor"] = local_editor("张三")
    app.run()
    assert _("There is no account yet.")[:8] in said(app) or "还没有账号" in said(app)
    app.text_input(key="account_name").set_value("王芳")
    next(b for b in app.button if b.label == _("Make the account")).click().run()
    [given] = [block.value for block in app.code]
    assert len(given) > 20 and list_accounts(records, editor=local_editor())[0].temporary
    app.selectbox(key="role_王芳").set_value("reader").run()
    app.button(key="give_role_王芳").click().run()
    app.button(key="close_王芳").click().run()
    [account] = list_accounts(records, editor=local_editor())
    assert account.role == "reader" and account.disabled and not app.exception
    app.selectbox(key="log_kind").set_value("accounts").run()
    assert {line.event for line in read_audit(records, editor=local_editor())} >= {
        "add-account", "set-role", "disable-account",
    }  # fmt: skip


def test_a_given_password_is_replaced_on_the_page(open_page: Open, records: Store) -> None:
    _ = words("zh")
    given = add_account(records, "王芳", "drafter", editor=local_editor())
    app = open_page("upload", lang="zh")
    app.text_input(key="sign_in_name").set_value("王芳")
    app.text_input(key="sign_in_passcode").set_value(given)
    next(b for b in app.button if b.label == _("Sign in")).click().run()
    for again in ("看日出的清晨和海边", "看日出的清晨和海边的小渔船"):
        app.text_input(key="old_password").set_value(given)
        app.text_input(key="new_password").set_value("看日出的清晨和海边的小渔船")
        app.text_input(key="new_password_again").set_value(again)
        next(b for b in app.button if b.label == _("Set the password")).click().run()
        assert not app.exception
    assert _("Signed in: {name}", name="王芳") in said(app)
    assert not list_accounts(records, editor=local_editor())[0].temporary
