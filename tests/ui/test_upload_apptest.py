"""Who may read and publish, and the way of a file through the page, run as its script runs."""

import pytest

from metrics import FOLDER_VARIABLE
from metrics.auth import HASH_VARIABLE, PASSCODE_VARIABLE, hash_passcode, local_editor, sign_out
from metrics.i18n import LANGUAGES, words
from metrics.model.catalogue import outside
from metrics.operations.settings import READING_VARIABLE
from metrics.store import Store, open_store
from metrics.store.aliases import Alias
from metrics.store.audit import read_audit
from metrics.store.descriptions import descriptions
from metrics.store.drafts import (
    list_drafts,
)
from metrics.store.published import published
from tests.support.aliases import confirm_aliases
from tests.support.intake_files import HEADER, ROWS, lines, workbook
from tests.support.sample import SAMPLE_FOLDER
from tests.ui.conftest import PASSCODE, Open, said, sign_in

CONTENT = lines(HEADER, *ROWS).encode("gb18030")


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_signing_in_there_is_nothing_to_publish_with(
    open_page: Open, language: str
) -> None:
    app = open_page(lang=language)
    assert not app.exception
    assert words(language)("Publishing needs an editor. Reading does not.") in said(app)
    assert not app.get("file_uploader")


@pytest.mark.parametrize(
    ("passcode", "name", "why"),
    [("falsch", "李四", "This is not the passcode"), (PASSCODE, "  ", "Your name is missing")],
)
def test_a_refused_sign_in_says_why_and_is_recorded(
    open_page: Open, records: Store, passcode: str, name: str, why: str
) -> None:
    app = sign_in(open_page(lang="en"), passcode, name)
    assert why in said(app) and not app.get("file_uploader")
    assert not app.text_input(key="sign_in_passcode").value
    audit = read_audit(records, editor=local_editor())
    outcomes = [entry.outcome for entry in audit if entry.event == "sign-in"]
    assert ("wrong-passcode" in outcomes) == (passcode != PASSCODE)
    assert "signed-in" not in outcomes
    assert not any(passcode in str(entry) for entry in audit)


def test_a_hash_of_the_passcode_serves_as_well(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PASSCODE_VARIABLE)
    monkeypatch.setenv(HASH_VARIABLE, hash_passcode("anders"))
    app = sign_in(open_page(), "anders")
    assert app.get("file_uploader")


def test_a_file_is_published_with_its_note(open_page: Open, records: Store) -> None:
    _ = words("en")
    app = sign_in(open_page(lang="en"))
    new = ("2025", "威海市", "演练", "", "消防疏散演练", "36", "次", "")
    content = lines(HEADER, *ROWS, new).encode("gb18030")
    app.file_uploader(key="upload_file").upload("2025.csv", content, "text/csv").run()
    assert not app.exception
    assert _.n("{n} row understood", "{n} rows understood", len(ROWS) + 1) in said(app)
    # A metric that nobody listed is asked for its English name, with a proposal.
    asked = app.text_input(key=f"english_{outside('消防疏散演练').slug}")
    assert asked.value == "Fire evacuation drills"
    asked.set_value("Fire drills")
    next(b for b in app.button if b.label == _("Keep") and "described" in b.form_id).click().run()
    for box in app.checkbox:
        box.check().run()
    assert records.version() == 1
    app.text_input(key="publish_note").set_value("年报")
    app.button(key="publish").click().run()
    assert _("Version {version} is published; readers see it from now on.", version=2) in said(app)
    published = records.publication(2)
    assert (published.who, published.how, published.note) == ("李四", "passcode", "年报")
    assert (published.file, published.added) == ("2025.csv", len(ROWS) + 1)
    assert [each.english for each in descriptions(records)] == ["Fire drills"]
    # What was begun is put away.
    assert not [b for b in app.button if b.label == _("Continue")]


def test_an_unticked_warning_holds_the_button_back(open_page: Open, records: Store) -> None:
    app = sign_in(open_page(lang="en"))
    app.file_uploader(key="upload_file").upload("2025.csv", CONTENT, "text/csv").run()
    assert app.checkbox, "metrics of last year that are missing are a warning"
    assert app.button(key="publish").disabled
    app.checkbox[0].check().run()
    assert not app.button(key="publish").disabled
    app.checkbox[0].uncheck().run()
    assert app.button(key="publish").disabled
    assert records.version() == 1


def test_who_signed_out_meanwhile_cannot_publish_with_a_button_still_shown(
    open_page: Open, records: Store
) -> None:
    app = sign_in(open_page(lang="en"))
    app.file_uploader(key="upload_file").upload("2025.csv", CONTENT, "text/csv").run()
    for box in app.checkbox:
        box.check().run()
    sign_out(app.session_state["_editor"])
    app.button(key="publish").click().run()
    assert records.version() == 1
    assert not app.exception
    assert not app.get("file_uploader"), "and the sign-in is asked for again"


@pytest.mark.parametrize("page", ["overview", "training", "history", "sources"])
def test_closed_reading_asks_for_a_sign_in_on_every_page(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setenv(READING_VARIABLE, "closed")
    app = open_page(page, lang="en")
    assert not app.exception
    assert app.text_input(key="sign_in_passcode")
    assert words("en")("The figures of this server are read after signing in only.") in said(app)
    assert not app.get("plotly_chart") and not app.get("bidi_component")
    figures = ("136", "12,192", "5,161")
    assert not any(figure in said(app) for figure in figures)
    app = sign_in(app)
    assert [title.value for title in app.title]
    assert app.get("bidi_component")


def unknown_units(n: int) -> bytes:
    """A file of `n` metrics, each in a unit that nobody knows."""
    rows = [("2025", "威海市", "演练", "", f"新演练{at}", "5", f"Xq{at}") for at in range(n)]
    return lines(HEADER[:7], *rows).encode("gb18030")


@pytest.mark.parametrize("many", [6, 30])
def test_many_warnings_of_a_kind_are_ticked_as_one(
    open_page: Open, records: Store, many: int
) -> None:
    app = sign_in(open_page(lang="en"))
    app.file_uploader(key="upload_file").upload("2025.csv", unknown_units(many), "text/csv").run()
    assert not app.exception
    assert f"Unknown units: {many} warnings" in [one.label for one in app.expander]
    boxes = [box for box in app.checkbox if "Unknown units" in box.label]
    assert len(boxes) == 1 and str(many) in boxes[0].label
    assert len(app.checkbox) < 5
    cut = words("en")(
        "The first {n} of {total}; all of them are in the list to download", n=20, total=many
    )
    assert (cut in said(app)) == (many > 20)
    for box in app.checkbox:
        assert app.button(key="publish").disabled
        box.check().run()
    assert not app.button(key="publish").disabled


def test_a_few_warnings_of_a_kind_keep_their_own_boxes(open_page: Open, records: Store) -> None:
    app = sign_in(open_page(lang="en"))
    app.file_uploader(key="upload_file").upload("2025.csv", unknown_units(5), "text/csv").run()
    assert len([box for box in app.checkbox if "no known unit" in box.label]) == 5


def test_reading_differently_begins_with_how_the_file_is_read(
    open_page: Open, records: Store
) -> None:
    _ = words("en")
    app = sign_in(open_page(lang="en"))
    rows = [(*HEADER, "出处"), *((*row, "一(二)") for row in ROWS)]
    content = workbook(rows, sheets=("甲", "乙"))
    app.file_uploader(key="upload_file").upload("a.xlsx", content, "application/zip").run()
    next(one for one in app.multiselect if "sheets" in one.label).set_value(["乙"]).run()
    next(b for b in app.button if b.label == _("Take these sheets")).click().run()
    (sheet,) = [one for one in app.selectbox if one.label == _("Sheet")]
    assert sheet.value == "乙"
    next(b for b in app.button if b.label == _("Read again")).click().run()
    assert not app.exception
    assert _("sheet {name}", name="乙") in said(app)


def test_several_files_are_published_as_one_version(open_page: Open, records: Store) -> None:
    _ = words("en")
    app = sign_in(open_page(lang="en"))
    row = ("2025", "威海市", "演练", "市级", "市级应急演练", "12", "次", "")
    second = ("乙.csv", lines(HEADER, row, ROWS[1]).encode(), "text/csv")
    differing = ("丙.csv", lines(HEADER, (*row[:5], "15", *row[6:])).encode(), "text/csv")
    picture = ("图.png", b"\x89PNG\r\n\0", "image/png")
    app.file_uploader(key="upload_file").set_value([("甲.csv", CONTENT, "text/csv"), picture]).run()
    assert not app.exception
    assert _("{name} is not taken here; nothing of it is kept", name="图.png") in said(app)
    # Files that come later join the draft: each once, with the question where two differ.
    app.file_uploader[0].set_value([second, differing, second]).run()
    assert not app.exception
    assert "Which is right?" in str([box.label for box in app.radio])
    app.button_group[0].set_value(2).run()
    next(b for b in app.button if b.key and b.key.startswith("take_out_")).click().run()
    assert _("{name} is taken out", name="丙.csv") in said(app) and not app.radio
    for box in app.checkbox:
        box.check().run()
    # What is named of a file stands with its figures, however it is left.
    [draft] = list_drafts(records, editor=local_editor())
    app.text_input(key=f"report_department_{draft.id}_0").set_value("训练科").run()
    app.button(key="publish").click().run()
    assert not app.exception and records.version() == 2
    assert (records.publication(2).file, records.publication(2).added) == ("甲.csv、乙.csv", 5)
    sources = published(records).table_sources.values()
    departments = {(one.file, one.report.department) for one in sources}
    assert departments == {("甲.csv", "训练科"), ("乙.csv", "")}


def test_what_a_table_leaves_open_is_asked_and_the_answer_is_kept(
    open_page: Open, records: Store
) -> None:
    _ = words("en")
    app = sign_in(open_page(lang="en"))
    table = lines(
        ("指标", "单位", "一季度", "二季度", "三季度", "四季度"),
        ("各级各部门演练", "次", "3000", "3100", "3200", "3740"),
    )
    name = "2025.csv"
    app.file_uploader(key="upload_file").upload(name, table.encode(), "text/csv").run()
    next(one for one in app.radio if str(one.key).endswith("_parts")).set_value("sum")
    next(b for b in app.button if b.form_id.startswith("questions")).click().run()
    assert not app.exception and not app.radio
    assert _.n("{n} row understood", "{n} rows understood", 1) in said(app)


def test_a_list_of_errors_that_is_cut_says_so_and_begins_with_what_can_be_mended(
    open_page: Open, records: Store
) -> None:
    _ = words("en")
    wrong = [("2025", "威海市", "演练", "", f"演{at}", f"三{at}", "次") for at in range(40)]
    long = [("2025", "威海市", "演练", "", f"练{at}", "5", "次", "x", "y") for at in range(210)]
    app = sign_in(open_page(lang="en"))
    content = lines(HEADER[:7], *wrong, *long).encode("gb18030")
    app.file_uploader(key="upload_file").upload("2025.csv", content, "text/csv").run()
    assert not app.exception
    cut = "The first {n} of {total}; all of them are in the list to download"
    told = said(app)
    assert _(cut, n=30, total=40) in told and _(cut, n=200, total=220) in told
    assert len([one for one in app.text_input if ": change to" in one.label]) == 30


class _Opened:
    """An expander that a reader has opened, which the framework's test cannot do."""

    open = True

    def __enter__(self) -> "_Opened":
        return self

    def __exit__(self, *_error: object) -> None:
        return None


def test_the_self_test_on_the_page_knows_the_names_that_editors_confirmed(
    open_page: Open, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(SAMPLE_FOLDER))
    app = sign_in(open_page("extract", lang="en"))
    opened = open_store(target)
    alias = Alias("安全讲堂", "解读宣贯", "training", "宣贯活动")
    confirm_aliases(opened, [alias], editor=local_editor())
    opened.database.close()
    monkeypatch.setattr("streamlit.expander", lambda *_said, **_asked: _Opened())
    app.text_area(key="report_text").set_value("2024年工作总结。全年组织安全讲堂4863次。")
    next(b for b in app.button if b.label == words("en")("Read the text")).click().run()
    assert not app.exception
    (counts,) = [one.value for one in app.markdown if one.value.startswith("hit ")]
    assert counts.startswith("hit 1 ") and counts.endswith("extra 0")


def test_a_refused_file_that_stays_in_the_dropper_is_counted_once(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    where = "ui.views.publishing.taking.refused_upload"
    monkeypatch.setattr(where, lambda kind, size, problems: told.append(size))
    app = sign_in(open_page())
    speech, other = "同志们，今年的工作很好。".encode(), "各位，再接再厉，继续努力。".encode()
    dropped = [("讲话.txt", speech, "text/plain"), ("又.txt", other, "text/plain")]
    for count in (1, 2):
        app.file_uploader(key="upload_file").set_value(dropped[:count]).run()
    assert not app.exception and told == [len(speech), len(other)]


def test_a_file_that_one_insists_on_joins_the_files_in_hand(
    open_page: Open, records: Store
) -> None:
    figures, rooms = CONTENT, lines(("房间", "面积"), ("101", "20"), ("102", "31")).encode()
    app = sign_in(open_page(lang="en"))
    dropped = [("2025.csv", figures, "text/csv"), ("房间.csv", rooms, "text/csv")]
    app.file_uploader(key="upload_file").set_value(dropped).run()
    insist = words("en")("Look at it here all the same")
    next(button for button in app.button if button.label == insist).click().run()
    assert not app.exception
    assert [draft.name for draft in list_drafts(records, editor=local_editor())] == [
        "2025.csv、房间.csv"
    ]
