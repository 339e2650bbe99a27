"""The sheet on the page of imports: its roles, its cells and its questions, by keyboard alone."""

import io

from openpyxl import Workbook
from playwright.sync_api import expect

from tests.browser.conftest import Reader
from tests.browser.publishing import PASSCODE, ZH, drop, sign_in, told
from tests.browser.screen import settled, sticking_out
from tests.support.serving import serving

ROWS = (
    ("应急管理局2025年度工作数据统计表",),
    ("填报单位：局办公室", "", "", "填报时间：2026年1月8日"),
    ("指标", "单位", "2024年", "2025年"),
    ("宣贯培训", "人次", "136万余", "142万余"),
    ("市级应急演练", "次", 10, "一十五吧"),
    ("夜间值守抽查", "次", 30, 36),
    ("临时统计", "件", 1, 2),
)


def workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_department_s_sheet_is_mended_and_its_questions_answered(reader: Reader) -> None:
    _ = ZH
    with serving(METRICS_EDITOR_PASSCODE=PASSCODE) as server:
        page = reader(server)
        sign_in(page)
        drop(page, "科室统计.xlsx", workbook())
        more = told(page).get_by_role("button", name=_("Add files"))
        more.focus()
        page.keyboard.press("Enter")
        expect(page.locator("[role=dialog] button").first).to_be_focused()
        page.keyboard.press("Escape")
        expect(more).to_be_focused()
        sheet = page.locator(".sheet")
        cells = sheet.locator("td")
        expect(cells.filter(has_text="142万余")).to_have_class("sheet-taken")
        expect(sheet.locator("td[colspan='4']")).to_have_text(ROWS[0][0])
        assert not sticking_out(page)

        wrong = cells.filter(has_text="一十五吧")
        expect(wrong).to_have_class("sheet-wrong")
        cells.first.focus()
        page.keyboard.press("ArrowUp")
        expect(sheet.locator("th").nth(1)).to_be_focused()
        for key in ("ArrowDown",) * 5 + ("ArrowRight",) * 3:
            page.keyboard.press(key)
        expect(wrong).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.type("15")
        page.keyboard.press("Enter")
        expect(cells.filter(has_text="15")).to_have_class("sheet-taken sheet-mended")

        told(page).get_by_role("button", name=_("Undo")).click()
        expect(wrong).to_have_class("sheet-wrong")
        wrong.click()
        page.keyboard.type("15")
        page.keyboard.press("Enter")
        expect(cells.filter(has_text="15")).to_have_class("sheet-taken sheet-mended")

        row = sheet.get_by_label(_("What row {place} holds", place=7))
        row.select_option("ignore")
        expect(sheet.locator(".sheet-row-ignore td").first).to_have_text("临时统计")
        settled(page, drawn=False)

        options = told(page).get_by_role("radio")
        expect(options.first).to_be_attached()
        assert options.count() >= 2
        told(page).get_by_role("radiogroup").last.locator("label").nth(1).click()
        told(page).get_by_role("button", name=_("Read again")).last.click()
        expect(sheet.get_by_role("gridcell", name="36", exact=True)).to_have_class("sheet-taken")
        expect(told(page)).to_contain_text(_("What changes"))
