"""The next report: last year's sentences, this year's figures, each bound to its observation."""

import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from metrics.auth import Editor
from metrics.extraction.proposals import extract
from metrics.extraction.review import Decision, attachment
from metrics.model.dataset import Dataset
from metrics.model.observation import Observation
from metrics.next_report import (
    BOUND,
    OPEN,
    BoundState,
    KeptReport,
    NextReport,
    NoReport,
    ReturnedNumbers,
    bound_numbers,
    prepare,
    refreshed,
    write_docx,
)
from metrics.next_report.binding import digest
from metrics.next_report.content import GAP
from metrics.next_report.kept import kept_report
from metrics.next_report.official_paper import CHARACTERS, LINE_PITCH, LINES
from metrics.next_report.phrases import full_width
from metrics.proofreading.proofread import proofread
from metrics.proofreading.returned_draft import Reference, check_draft, proofread_file
from metrics.prose import read
from metrics.readers.documents import parse, pasted
from metrics.store import Store, open_store, publish
from metrics.store.editions import (
    EditionText,
    Evidence,
    attach_edition,
    evidence_of,
    list_editions,
)
from metrics.store.published import published
from tests.support.command_line import run_here
from tests.support.labelled_reports import INVENTED

YEAR = 2025
LEFT_OPEN = "推进长期任务"


def next_year(row: Observation, more: int) -> Observation:
    """Return a figure of the year after: a tenth and some more, a rate one point higher."""
    assert row.value is not None
    grown = {"%": row.value + 1, "百分点": Decimal(1)}
    value = grown.get(row.unit, row.value + row.value // 10 + more)
    return replace(row, year=YEAR, value=value, printed="", section="", note="")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder of data whose store keeps the report on 2024, with the figures of 2025."""
    shutil.copytree(INVENTED.folder, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def store(place: Path, editor: Editor) -> Iterator[Store]:
    opened = open_store(place / "metrics.db", folder=place)
    read_in = extract(INVENTED.document, published(opened, place), 2024)
    stated = {row.key for row in INVENTED.rows}
    taken = {p.number for p in read_in.proposals if p.row.key in stated and not p.figure.target}
    decided = [
        Decision(p.number, "take" if p.number in taken else "leave", {}) for p in read_in.proposals
    ]
    title = INVENTED.document.title or read_in.reading.title
    edition = EditionText(2024, INVENTED.document.text, title_zh=title)
    attach_edition(opened, attachment(read_in, decided, edition), editor=editor)
    new = [next_year(row, n) for n, row in enumerate(INVENTED.rows) if row.metric != LEFT_OPEN]
    publish(opened, new, editor=editor, base=opened.version())
    yield opened
    opened.database.close()


def numbers_in(content: bytes, data: Dataset, as_of: Callable[[int], Dataset]) -> ReturnedNumbers:
    return bound_numbers(content, parse(content, "草稿.docx").text, data, as_of)


def report_of(store: Store, place: Path) -> NextReport:
    (edition,) = list_editions(store)
    return prepare(kept_report(store, edition), published(store, place), YEAR)


def test_every_figure_is_the_published_one_of_the_new_year(store: Store, place: Path) -> None:
    report = report_of(store, place)
    data = published(store, place)
    numbers = report.pieces("number")
    assert {piece.key for piece in numbers} == {
        (YEAR, *key[1:]) for key in evidence_of(store) if key[-1] != LEFT_OPEN
    }
    assert len({piece.key for piece in numbers}) >= 20
    rows = {row.key: row for row in store.current()}
    returned = numbers_in(write_docx(report), data, partial(published, store, place))
    assert {one.state for one in returned.bound} == {BoundState.RIGHT}
    bound = [one.row for one in returned.bound if one.kind == "number"]
    assert [row.key for row in bound if row] == [piece.key for piece in numbers]
    for piece in numbers:
        assert piece.key is not None and piece.key[0] == YEAR
        (figure, *_rest) = read(f"本年{piece.key[-1]}{piece.text}。", YEAR).figures
        row = rows[piece.key]
        assert (figure.value, figure.qualifier) == (row.value, row.qualifier)


def test_what_is_not_published_is_marked_and_has_no_number(store: Store, place: Path) -> None:
    missing = report_of(store, place).pieces("missing")
    assert LEFT_OPEN in missing[0].text
    assert not any(re.search(r"\d", piece.text) for piece in missing)


def test_a_figure_said_again_is_bound_as_the_first(store: Store, place: Path) -> None:
    numbers = [(piece.was, piece.key) for piece in report_of(store, place).pieces("number")]
    first, again = [key for was, key in numbers if was == INVENTED.repeated]
    assert first == again


def test_the_plan_has_the_new_goals_and_says_which_are_missing(store: Store, place: Path) -> None:
    """Of three goals for 2025 one is set anew for 2026; one more is set that had none before."""
    before = report_of(store, place).pieces("missing")[1:]
    assert [piece.was.split("；")[0] for piece in before] == ["97%以上", "10次", "12处"]
    old = {goal.printed: goal for goal in published(store, place).targets}
    held = replace(old["10次"], year=2026, stated_in=YEAR, value=Decimal(15), printed="15次")
    fresh = replace(held, metric="应急救援队伍", unit="支", printed="", value=Decimal(3))
    data = replace(published(store, place), targets=(*old.values(), held, fresh))
    (edition,) = list_editions(store)
    report = prepare(kept_report(store, edition), data, YEAR)
    assert [piece.text for piece in report.pieces("goal")] == ["15次", "3支"]
    assert len(report.pieces("missing")) == len(before)
    last = "".join(piece.text for piece in report.lines[-1].pieces)
    assert last == "主要目标：2026年应急救援队伍3支。"
    returned = numbers_in(write_docx(report), data, lambda _version: data)
    assert {one.state for one in returned.bound} == {BoundState.RIGHT}
    assert [one.goal for one in returned.bound if one.kind == "goal"] == [held, fresh]


def test_a_result_says_its_share_of_the_years_goal(store: Store, place: Path) -> None:
    data = published(store, place)
    rows = {row.key: row for row in store.current()}
    drills = next(row for key, row in rows.items() if key[-1] == "市级综合演练" and key[0] == YEAR)
    assert drills.value is not None
    (goal,) = (g for g in data.targets if g.metric == drills.metric)
    (said,) = (
        piece.text for piece in report_of(store, place).pieces("comparison")
        if piece.key == drills.key
    )  # fmt: skip
    percent = (drills.value / goal.value * 100).normalize()
    assert said.endswith(f"，完成年度目标的{percent:f}%）")


def test_prose_without_a_figure_is_left_to_a_person_as_it_was(store: Store, place: Path) -> None:
    written = report_of(store, place).pieces("to_write")
    assert written
    for piece in written:
        assert piece.text in full_width(INVENTED.document.text)


def test_headings_name_the_new_year(store: Store, place: Path) -> None:
    report = report_of(store, place)
    headings = [
        "".join(p.text for p in line.pieces) for line in report.lines if line.kind != "body"
    ]
    assert headings[0] == "岚屿市应急管理局2025年工作总结"
    assert any("2026年工作打算" in each for each in headings)
    assert not any("2024年" in each for each in headings)


def test_words_on_last_years_change_give_way_to_this_years(store: Store, place: Path) -> None:
    """A base year moves on; a published change says itself how its figure moved.

    A numbered sentence that is a whole paragraph is prose, no heading.
    """
    said = [
        "检查企业3152家次，同比增长5.3%。", "立案219件（较上年减少3件）。",
        "重大事故隐患整改率达到95.6%，较2023年提高2.1个百分点。",
    ]  # fmt: skip
    short = "（一）监管方式不够丰富，抽查面有待扩大，工作的主动性、长效性仍需在下一步着力地提高。"
    text = "岚屿市2024年总结和2025年计划\n" + "".join(said) + f"\n{short}"
    printed = {"检查企业": "3152家次", "立案": "219件", "重大事故隐患整改率": "95.6%"}
    printed["重大事故隐患整改率提高幅度"] = "2.1个百分点"
    keys = {row.key[-1]: row.key for row in INVENTED.rows}
    places = {
        keys[name]: Evidence(keys[name], text.index(p), text.index(p) + len(p), p, edition=1)
        for name, p in printed.items()
    }
    kept = EditionText(2024, text, title_zh=text.split("\n")[0], number=1)
    title, body, prose = prepare(KeptReport(kept, places), published(store, place), YEAR).lines
    assert [(piece.kind, piece.text) for piece in prose.pieces] == [("to_write", short)]
    assert title.pieces[0].text == "岚屿市2025年总结和2026年计划"
    told = re.sub(r"[\d.]+(?!\d*年)", "#", "".join(piece.text for piece in body.pieces))
    assert told == (
        "检查企业#家次（较上年增长#%）。立案#件（较上年增长#%）。"
        "重大事故隐患整改率达到#%，较2024年提高#个百分点。"
    )


def test_an_open_ended_figure_gets_no_rate(store: Store, place: Path) -> None:
    report = report_of(store, place)
    rows = {row.key: row for row in store.current()}
    compared = [rows[piece.key] for piece in report.pieces("comparison") if piece.key]
    assert compared and all(row.qualifier == "exact" for row in compared)


def test_its_own_draft_is_proofread_without_a_finding(store: Store, place: Path) -> None:
    """The whole file, as the page and the command line read it; what is open is not judged."""
    report, data = report_of(store, place), published(store, place)
    content = write_docx(report)
    document = parse(content, "草稿.docx")
    found = proofread_file(document, content, Reference(data, store))
    bound = [piece.text for kind in BOUND for piece in report.pieces(kind)]
    assert sorted(verdict.figure.printed for verdict in found.verdicts) == sorted(bound)
    assert {verdict.outcome for verdict in found.verdicts} == {"supported"}
    for verdict in found.verdicts:
        place_of = slice(verdict.figure.start, verdict.figure.end)
        assert document.text[place_of] == verdict.figure.printed
    assert len(found.open) == sum(len(report.pieces(kind)) for kind in OPEN)
    checked = check_draft(document, content, Reference(data, store))
    assert checked.ok and not checked.proofreading.verdicts
    assert checked.left("to_write") == len(report.pieces("to_write"))


def test_what_the_draft_states_is_supported_without_its_bindings(store: Store, place: Path) -> None:
    """As pasted text; last year's words and numbers are nobody's yet."""
    last_year = ("to_write", "unchecked")
    report, data = report_of(store, place), published(store, place)
    lines = [
        "".join(piece.text for piece in line.pieces if piece.kind not in last_year)
        for line in report.lines
    ]
    found = proofread(pasted("\n".join(lines)), data, YEAR)
    assert found.count("supported") + found.count("rounded") > 20
    assert not [v.figure.printed for v in found.verdicts if v.outcome == "differing"]


def test_each_state_of_a_bound_number_is_told(store: Store, place: Path, editor: Editor) -> None:
    """Overtyped, outdated, taken out, and published since it was missing."""
    file = Document(io.BytesIO(write_docx(report_of(store, place))))
    first, second, third = [s for s in file.element.iter(qn("w:sdt")) if tag(s).startswith("n")][:3]
    next(first.iter(qn("w:t"))).text = "9999项"
    third.getparent().remove(third)
    written = io.BytesIO()
    file.save(written)
    data = published(store, place)
    found = numbers_in(written.getvalue(), data, partial(published, store, place))
    row = next(one.row for one in found.bound[1:] if one.kind == "number")
    (gone,) = [one for one in found.bound if one.state == BoundState.REMOVED]
    assert row is not None and row.value is not None
    assert digest_of(third) == digest(gone.row.key if gone.row else None) and not gone.text
    late = next(next_year(row, 3) for row in INVENTED.rows if row.metric == LEFT_OPEN)
    new = [replace(row, value=row.value + 5), late]
    publish(store, new, editor=editor, base=store.version())
    data = published(store, place)
    now = numbers_in(written.getvalue(), data, partial(published, store, place))
    states = {one.text: one.state for one in now.bound if one.kind == "number"}
    assert states["9999项"] == BoundState.OVERTYPED
    assert states["".join(t.text for t in second.iter(qn("w:t")))] == BoundState.STALE
    assert list(states.values()).count(BoundState.RIGHT) == len(states) - 3
    assert [one.state for one in now.bound if one.kind == "missing"] == [BoundState.STALE]
    fresh, changes = refreshed(written.getvalue(), data)
    assert late.metric in {change.about.metric for change in changes if change.about}
    kept = numbers_in(fresh, data, partial(published, store, place))
    states_now = Counter(one.state for one in kept.bound)
    assert set(states_now) == {BoundState.RIGHT, BoundState.REMOVED}
    assert states_now[BoundState.REMOVED] == 1
    assert not [one for one in kept.open if one.text.startswith(GAP) and LEFT_OPEN in one.text]


def digest_of(control: object) -> str:
    return tag(control).rpartition("_")[2]


def tag(control: object) -> str:
    found = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")  # type: ignore[attr-defined]
    return str(found.get(qn("w:val")))


def test_bookmarks_hold_where_a_program_drops_the_controls(store: Store, place: Path) -> None:
    content = write_docx(report_of(store, place))
    file = Document(io.BytesIO(content))
    for control in list(file.element.iter(qn("w:sdt"))):
        inner = control.find(qn("w:sdtContent"))
        for run in list(inner):
            control.addprevious(run)
        control.getparent().remove(control)
    written = io.BytesIO()
    file.save(written)
    data, as_of = published(store, place), partial(published, store, place)
    kept, all_of = (numbers_in(each, data, as_of) for each in (written.getvalue(), content))
    assert kept == all_of
    assert {one.kind for one in kept.open} == {"missing", "to_write"}


def test_the_paper_is_laid_out_by_the_standard(store: Store, place: Path) -> None:
    """GB/T 9704-2012, 5.2: margins, 22 lines of 28 characters; 7: fonts and sizes."""
    file = Document(io.BytesIO(write_docx(report_of(store, place))))
    section = file.sections[0]
    names = ("page_width", "page_height", "top_margin", "bottom_margin", "left_margin")
    sides = [round(getattr(section, name).mm) for name in (*names, "right_margin")]
    assert sides == [210, 297, 37, 35, 28, 26]
    assert Pt(LINE_PITCH / 20) * LINES <= Mm(297 - 37 - 35) < Pt(LINE_PITCH / 20) * (LINES + 1)
    title, body = file.paragraphs[0], file.paragraphs[1]
    assert (title.runs[0].font.size, body.runs[0].font.size) == (Pt(22), Pt(16))
    (fonts,) = body.runs[0]._r.iter(qn("w:rFonts"))
    assert fonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert body.paragraph_format.line_spacing == Pt(LINE_PITCH / 20)
    (spacing,) = body.runs[0]._r.iter(qn("w:spacing"))
    pitch, room = Pt(16) + Pt(int(spacing.get(qn("w:val"))) / 20), Mm(210 - 28 - 26)
    assert pitch * CHARACTERS <= room < pitch * (CHARACTERS + 1)
    shown = {line.text: next(line.runs[0]._r.iter(qn("w:rFonts"))) for line in file.paragraphs}
    heading = next(fonts for text, fonts in shown.items() if text.startswith("一、"))
    second = next(fonts for text, fonts in shown.items() if text.startswith("（一）"))
    named = [each.get(qn("w:eastAsia")) for each in (shown[title.text], heading, second)]
    assert named == ["方正小标宋简体", "黑体", "楷体_GB2312"]
    told = [comment.text for comment in file.comments]
    assert "第2版" in told[0] and told[1].startswith("上年：")
    assert "PAGE" in section.footer._element.xml and "PAGE" in section.even_page_footer._element.xml


def test_without_a_text_it_says_what_is_missing(place: Path, editor: Editor) -> None:
    opened = open_store(place / "metrics.db", folder=place)
    data = published(opened, place)
    with pytest.raises(NoReport):
        prepare(KeptReport(EditionText(2024, "正文。", number=1), {}), data, 2024)
    opened.database.close()


def test_the_command_line_drafts_checks_and_refreshes(store: Store, place: Path) -> None:
    target, fresh = place / "2025.docx", place / "新.docx"
    done = run_here(place, "draft", "--year", "2025", "-o", str(target))
    assert done.returncode == 0, done.stderr.decode()
    checked = run_here(place, "check-draft", str(target), "--json", "--refresh", str(fresh))
    found = json.loads(checked.stdout)
    assert found["counts"]["right"] == len(found["bound"]) > 20
    assert found["refreshed"] == [] and fresh.exists()
    proofed = json.loads(run_here(place, "proofread", str(target), "--json").stdout)
    assert proofed["counts"]["supported"] == len(found["bound"]) == len(proofed["figures"])
    file = Document(str(target))
    file.paragraphs[4].insert_paragraph_before("全年检查企业9999家次。")
    file.save(str(target))
    told = run_here(place, "check-draft", str(target)).stdout.decode()
    assert "differing | 9999家次" in told
    refused = run_here(place, "draft", "--year", "2020", "-o", str(target))
    assert refused.returncode == 2 and "2024" in refused.stderr.decode()
