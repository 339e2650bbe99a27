"""Show accounts to administrators: make, close, open, give a role or a password."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from metrics.auth import ROLES, Editor, NotAllowed
from metrics.clock import minute_text
from metrics.i18n import Words
from metrics.problems import Problem
from metrics.store import StoreError
from metrics.store.accounts import (
    LONGEST_NAME,
    Account,
    add_account,
    list_accounts,
    reset_password,
    set_disabled,
    set_role,
)
from metrics.wording.acts import role_text
from ui.blocks.header import title_row
from ui.session.markdown import plain_text
from ui.session.problem_list import problem_text
from ui.session.sign_in import require_editor
from ui.session.view import View
from ui.views.act_log import show_log

_OUTCOME = "_account_outcome"


@dataclass(frozen=True)
class Given:
    """Hold a password that an account was just given, to be shown once."""

    name: str
    password: str


def show_accounts(view: View) -> None:
    """Show the whole page."""
    _ = view.words
    title_row(_("Accounts and log"))
    editor = require_editor(_, "administrator")
    _show_outcome(_)
    accounts = list_accounts(view.store, editor=editor)
    if not accounts:
        st.info(
            _(
                "There is no account yet. Begin with an administrator: from then on everybody "
                "signs in by an account, and the passcode opens nothing more."
            )
        )
    _show_form(not accounts, view, editor)
    for account in accounts:
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.markdown(_line(account, _), width="stretch")
            with st.popover(_("Manage"), type="tertiary", key=f"change_{account.name}"):
                _show_changes(account, view, editor)
    show_log(view, editor)


def _show_form(first: bool, view: View, editor: Editor) -> None:
    _ = view.words
    with st.form("new_account", width=480):
        st.text_input(_("Name of the new account"), key="account_name", max_chars=LONGEST_NAME)
        st.selectbox(
            _("Role"),
            ROLES[-1:] if first else ROLES,
            index=0 if first else 1,
            format_func=lambda role: role_text(role, _),
            key="account_role",
            help=_roles(_),
        )
        st.form_submit_button(_("Make the account"), on_click=_add, args=(view, editor))


def _roles(_: Words) -> str:
    told = {
        "reader": _("reads, where reading is closed"),
        "drafter": _("reads files and reports, keeps drafts and proposes them"),
        "approver": _("publishes, sends back, goes back to a version, withdraws names"),
        "administrator": _("looks after accounts and reads the log"),
    }
    return "\n".join(f"- {role_text(role, _)}: {told[role]}" for role in ROLES)


def _line(account: Account, _: Words) -> str:
    made = _("made {when} by {who}", when=minute_text(account.made), who=account.made_by)
    parts = [account.name, role_text(account.role, _), made]
    if account.temporary:
        parts.append(_("has to choose a password"))
    if account.disabled:
        parts.append(_("closed {when}", when=minute_text(account.disabled)))
    return plain_text(" · ".join(parts))


def _show_changes(account: Account, view: View, editor: Editor) -> None:
    _, name, store = view.words, account.name, view.store
    role = st.selectbox(
        _("Role"),
        ROLES,
        index=ROLES.index(account.role),
        format_func=lambda each: role_text(each, _),
        key=f"role_{name}",
    )
    acts: list[tuple[str, str, Callable[[], object], bool]] = [
        ("give_role", _("Give this role"),
         lambda: set_role(store, name, role, editor=editor), role == account.role),
        ("reset", _("Give a new password"),
         lambda: Given(name, reset_password(store, name, editor=editor)), False),
    ]  # fmt: skip
    if account.disabled:
        label = _("Open the account again")
        acts.append(("open", label, lambda: set_disabled(store, name, False, editor=editor), False))
    else:
        label = _("Close the account")
        acts.append(("close", label, lambda: set_disabled(store, name, True, editor=editor), False))
    for key, label, act, off in acts:
        st.button(label, key=f"{key}_{name}", disabled=off, on_click=_do, args=(act,))
    st.caption(_("Each of these signs the account out everywhere."))


def _add(view: View, editor: Editor) -> None:
    name, role = st.session_state.account_name, st.session_state.account_role

    def act() -> Given:
        made = Given(name, add_account(view.store, name, role, editor=editor))
        st.session_state.account_name, st.session_state.account_role = "", "drafter"
        return made

    _do(act)


def _do(act: Callable[[], object]) -> None:
    """Keep the outcome of an administrator’s act for the page."""
    try:
        st.session_state[_OUTCOME] = act() or True
    except (NotAllowed, StoreError) as refused:
        st.session_state[_OUTCOME] = refused.problem


def _show_outcome(_: Words) -> None:
    match st.session_state.pop(_OUTCOME, None):
        case Problem() as problem:
            st.error(problem_text(problem, _))
        case Given(name, password):
            with st.container(border=True):
                said = _("The password of “{name}”, shown this once. Hand it over in person; at "
                         "the first sign-in it is replaced.", name=name)  # fmt: skip
                st.markdown(plain_text(said))
                st.code(password, language=None)
        case None:
            pass
        case _done:
            st.success(_("The account is changed"))
