"""Two people at two browsers and two servers of one store: one drafts, the other releases."""

from pathlib import Path

from playwright.sync_api import Page, expect

from metrics.auth import local_editor
from metrics.i18n import words
from metrics.store import open_store
from metrics.store.accounts import add_account
from metrics.store.opening import URL_VARIABLE
from tests.browser.conftest import Reader
from tests.browser.publishing import drop, go_to, one_row, publish, tick_all, told
from tests.browser.screen import settled
from tests.support.app_pages import page_title
from tests.support.serving import serving

_ = words("zh")
PASSWORD = "four plain words here"


def sign_in_by_account(page: Page, name: str) -> None:
    page.get_by_label(_("Account")).fill(name)
    page.get_by_label(_("Password"), exact=True).fill(PASSWORD)
    told(page).get_by_role("button", name=_("Sign in"), exact=True).click()
    expect(page.get_by_text(_("Signed in: {name}", name=name))).to_be_visible()


def test_one_drafts_and_another_releases(reader: Reader, tmp_path: Path) -> None:
    where = {URL_VARIABLE: f"sqlite:///{tmp_path}/shared.db", "METRICS_FOUR_EYES": "on"}
    with serving(None, **where) as one, serving(None, **where) as other:
        store = open_store(one.store)
        for name in ("王芳", "李四"):
            add_account(store, name, "approver", editor=local_editor(), password=PASSWORD)
        drafts = reader(one)
        sign_in_by_account(drafts, "王芳")
        drafts.reload()
        settled(drafts, drawn=False)
        expect(drafts.get_by_text(_("Signed in: {name}", name="王芳"))).to_be_visible()
        drop(drafts, "2025.csv", one_row("13107"))
        tick_all(drafts)
        drafts.get_by_role("button", name=_("Propose for release")).click()
        expect(told(drafts)).to_contain_text(_("It waits for an approver who has not drafted it."))

        releases = reader(other)
        sign_in_by_account(releases, "李四")
        expect(told(releases)).to_contain_text(_("proposed by {who}", who="王芳"))
        releases.get_by_role("button", name=_("Continue")).click()
        publish(releases)
        made = store.history()[0]
        assert (made.who, made.how) == ("李四", "account")

        # Signed out at one page, the browser is signed out at its other pages, too.
        drafts.get_by_role("button", name=_("Sign out")).click()
        expect(drafts.get_by_text(_("Signed in: {name}", name="王芳"))).to_have_count(0)
        drafts.reload()
        settled(drafts, drawn=False)
        expect(drafts.get_by_label(_("Password"), exact=True)).to_be_visible()
        go_to(drafts, page_title("drills", _))
        expect(told(drafts)).to_contain_text("13,107")
        store.database.close()
