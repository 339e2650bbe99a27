"""Bringing a year in, in a real browser: an analyst publishes, readers elsewhere see it."""

import re

from playwright.sync_api import Page, expect

from metrics.model.observation import COLUMN_NAMES
from metrics.model.series import find_series
from metrics.store import Store, open_store
from metrics.wording.formatter import Formatter
from tests.browser.conftest import Reader
from tests.browser.publishing import (
    COLLEAGUES,
    NAME,
    PASSCODE,
    ZH,
    drop,
    fill_sign_in,
    go_to,
    mend,
    one_row,
    pick,
    publish,
    publish_button,
    sign_in,
    success,
    tick_all,
    told,
)
from tests.browser.screen import lead_figures, settled
from tests.support.app_pages import page_title
from tests.support.serving import Server, serving


def test_a_colleague_s_file_goes_from_drop_to_published_and_back(reader: Reader) -> None:
    _ = ZH
    with serving(METRICS_EDITOR_PASSCODE=PASSCODE) as server:
        elsewhere = reader(server, "/", clock=True)
        before = lead_figures(elsewhere)
        store = open_store(server.store)
        page = reader(server)
        expect(told(page)).to_contain_text(_("Publishing needs an editor. Reading does not."))
        assert page.locator("input[type=file]").count() == 0
        sign_in(page)

        publish_colleagues_file(page)
        expect(told(page)).to_contain_text(_("Version {version} is published", version=2))
        assert store.version() == 2

        elsewhere.clock.fast_forward("01:30")
        quietly = _("New figures have been published; they appear with your next click.")
        expect(elsewhere.get_by_text(quietly)).to_be_visible()
        assert lead_figures(elsewhere) == before
        elsewhere.get_by_role("navigation").get_by_role(
            "link", name=page_title("training", _)
        ).click()
        toast = _("New figures have been published (version {version})", version=2)
        expect(elsewhere.get_by_text(toast)).to_be_visible()
        expect(elsewhere.locator("h1")).to_have_text(page_title("training", _))
        settled(elsewhere)
        expect(elsewhere.get_by_text(quietly)).to_have_count(0)
        elsewhere.get_by_role("navigation").get_by_role("link", name=_("Overview")).click()
        expect(elsewhere.locator("h1")).to_contain_text("2025")
        settled(elsewhere)
        assert_leads(elsewhere, store, server, 2025)

        go_to(page, _("History"))
        assert_listed(page, store)
        assert "依据2025年报告" in told(page).inner_text()
        pick(page, _("Version"), "1")
        expect(told(page).get_by_role("heading", level=3).first).to_have_text(
            _("Version {version}", version=1)
        )
        expect(told(page)).to_contain_text(
            _(
                "Added {added}, changed {changed}, withdrawn {withdrawn}, unchanged {unchanged}",
                added=0,
                changed=0,
                withdrawn=4,
                unchanged=20,
            )
        )
        assert_table_as_of(page, store, server, 1)

        page.get_by_label(_("Note for readers")).fill("看错了")
        page.get_by_role("button", name=_("Publish version {version} again", version=1)).click()
        page.get_by_role("button", name=_("Yes, publish it again")).click()
        expect(page.get_by_role("status").first).to_contain_text(
            _("Version {version} is published", version=3)
        )
        settled(page)
        assert_listed(page, store)
        assert store.version() == 3
        assert store.current(3) == store.current(1)

        go_to(elsewhere, page_title("drills", _))
        elsewhere.get_by_role("navigation").get_by_role("link", name=_("Overview")).click()
        expect(elsewhere.locator("h1")).to_contain_text("2024")
        settled(elsewhere)
        assert lead_figures(elsewhere) == before
        store.database.close()


def publish_colleagues_file(page: Page) -> None:
    """Drop the file, mend its wrong cell, accept its warnings and publish it with a note."""
    _ = ZH
    drop(page, "2025年度数据(终稿).csv", COLLEAGUES)
    expect(told(page)).to_contain_text("2025年度数据(终稿).csv")
    for understood in (
        _("encoding {name}", name="gb18030"),
        _("separated by {name}", name=_("comma")),
        _("header in row {row}", row=2),
        _.n("{n} row understood", "{n} rows understood", 3),
        "151万余 →",
    ):
        expect(told(page)).to_contain_text(understood)
    wrong = told(page).get_by_test_id("stForm").filter(has_text="四千多吧")
    expect(wrong).to_contain_text("第5行")
    expect(wrong).to_contain_text("“数值”列")
    expect(wrong).to_contain_text("不是阿拉伯数字")
    expect(wrong).to_contain_text("请写")
    expect(publish_button(page)).to_be_disabled()

    mend(page, 5, "数值", "4870")
    understood = _.n("{n} row understood", "{n} rows understood", 4)
    expect(told(page)).to_contain_text(understood)
    expect(publish_button(page)).to_be_disabled()
    assert tick_all(page) > 0
    shown = told(page).locator(".figure-table tbody tr").all_inner_texts()
    assert len(shown) == 4
    assert "151万余人次" in shown[0] and "136万余人次" in shown[0] and "%" in shown[0]
    page.get_by_label(_("Note for readers")).fill("依据2025年报告")
    publish(page)


def assert_leads(page: Page, store: Store, server: Server, year: int) -> None:
    """Compare the large cards with what the store holds for a year."""
    kept = {(o.year, o.metric): o for o in store.current()}
    data = server.data
    leads = [c.lead for c in data.vocabulary.categories.values() if c.main]
    shown = lead_figures(page)
    assert len(shown) == len(leads)
    for card, slug in zip(shown, leads, strict=True):
        series = find_series(data, slug)
        assert series is not None
        assert card["number"] == Formatter(data, ZH).number(kept[year, series.metric.zh])


def assert_listed(page: Page, store: Store) -> None:
    """Compare the list of publications with the store's."""
    rows = told(page).locator(".figure-table").first.locator("tbody tr")
    publications = store.history()
    expect(rows).to_have_count(len(publications))
    for row, one in zip(rows.all(), publications, strict=True):
        cells = row.locator("th, td").all_inner_texts()
        assert cells[0] == str(one.version)
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", cells[1])
        # What came with the folder has no person behind it: the bureau stands for it.
        assert cells[2] == (one.who or "威海市应急管理局")
        assert cells[4:7] == [str(one.added), str(one.changed), str(one.withdrawn)]
        assert cells[7:] == [one.file or "—", one.note or "—"]


def assert_table_as_of(page: Page, store: Store, server: Server, version: int) -> None:
    """Open the table as of a version and compare every figure with the store."""
    named = ZH("The table as of version {version}", version=version)
    page.get_by_text(named).first.click()
    rows = told(page).get_by_role("table", name=named).locator("tbody tr")
    kept = store.current(version)
    expect(rows).to_have_count(len(kept))
    shown = [row.locator("th, td").all_inner_texts() for row in rows.all()]
    assert [tuple(cells[1:3]) for cells in shown] == [
        (str(o.year), Formatter(server.data, ZH).figure(o)) for o in kept
    ]
    with page.expect_download() as caught:
        page.get_by_role("button", name=ZH("Download CSV")).click()
    assert caught.value.path().read_bytes().startswith(b"\xef\xbb\xbf" + COLUMN_NAMES[0].encode())


def test_a_reader_finds_no_way_to_publish(reader: Reader, desk: Server, records: Store) -> None:
    page = reader(desk)
    assert page.locator("input[type=file]").count() == 0
    expect(publish_button(page)).to_have_count(0)
    go_to(page, ZH("History"))
    if records.version() > 1:
        pick(page, ZH("Version"), "1")
        expect(told(page)).to_contain_text(
            ZH("To go back, sign in on the page “Upload a year” first.")
        )
    restore = ZH("Publish version {version} again", version=1)
    assert page.get_by_role("button", name=restore).count() == 0


def test_the_printed_passcode_opens_the_door_and_guessing_closes_it(reader: Reader) -> None:
    """Without a configured passcode the server prints one; five wrong ones are enough."""
    _ = ZH
    with serving(METRICS_EDITOR_PASSCODE="") as server:
        printed = re.search(r"Passcode for editors.*: (\S+)", server.said())
        assert printed, server.said()
        page = reader(server)
        fill_sign_in(page, passcode=printed[1])
        page.get_by_role("button", name=_("Sign out")).click()
        alert = page.get_by_role("alert")
        for attempt in range(5):
            fill_sign_in(page, passcode=f"falsch{attempt}")
            expect(alert).to_contain_text(_("This is not the passcode"))
            expect(page.get_by_label(_("Passcode"), exact=True)).to_have_value("")
        assert page.locator("input[type=file]").count() == 0
        fill_sign_in(page, passcode=printed[1])
        expect(alert).to_contain_text(_("There were too many wrong attempts"))
        expect(alert).to_contain_text("5")
        # A colleague behind the same gateway has a browser of their own and is not locked out.
        other = reader(server)
        fill_sign_in(other, passcode=printed[1])
        expect(other.get_by_role("button", name=_("Sign out"))).to_be_visible()


def test_a_draft_survives_a_closed_browser(reader: Reader, desk: Server, records: Store) -> None:
    page = reader(desk)
    sign_in(page)
    drop(page, "draft 年度.csv", COLLEAGUES.replace(b"1650", b"1720"))
    mend(page, 5, "数值", "4711")
    ticked = tick_all(page)
    page.close()

    page = reader(desk)  # in another browser
    sign_in(page, "王五")
    box = told(page).get_by_test_id("stVerticalBlock").filter(has_text="draft 年度.csv").last
    expect(box).to_contain_text(NAME)
    page.get_by_role("button", name=ZH("Continue")).first.click()
    expect(told(page)).to_contain_text("draft 年度.csv")
    settled(page, drawn=False)
    expect(told(page)).to_contain_text("4,711")
    boxes = told(page).get_by_role("checkbox")
    expect(boxes).to_have_count(ticked)
    assert all(box.is_checked() for box in boxes.all())
    before = records.version()
    publish(page)
    assert records.version() == before + 1
    assert records.history()[0].who == "王五"
    expect(told(page)).not_to_contain_text("draft 年度.csv")


def test_a_double_click_publishes_once(analyst: Page, records: Store) -> None:
    page = analyst
    drop(page, "twice.csv", one_row("13101"))
    tick_all(page)
    before = records.version()
    publish_button(page).dblclick()
    expect(page.get_by_role("status").filter(has_text=success())).to_be_visible()
    settled(page, drawn=False)
    assert records.version() == before + 1
    assert page.get_by_role("alert").count() == 0


def test_whoever_prepared_against_an_older_version_is_refused_and_sees_why(
    reader: Reader, desk: Server, records: Store
) -> None:
    first, second = reader(desk), reader(desk)
    before = records.version()
    for page, name, value in ((first, "赵一", "13201"), (second, "钱二", "13202")):
        sign_in(page, name)
        drop(page, f"{name}.csv", one_row(value))
        tick_all(page)
        expect(publish_button(page)).to_contain_text(str(before + 1))
    publish(first)
    publish_button(second).click()
    refused = second.get_by_role("alert")
    expect(refused).to_contain_text("赵一")
    expect(refused).to_contain_text(str(before + 1))
    assert records.version() == before + 1
    # The preview is made again against what is published now.
    settled(second, drawn=False)
    expect(publish_button(second)).to_contain_text(str(before + 2))
    changed = told(second).locator(".figure-table tbody tr")
    expect(changed).to_contain_text("13,201次 → 13,202次")
    tick_all(second)
    publish(second)
    assert [p.who for p in records.history()[:2]] == ["钱二", "赵一"]
