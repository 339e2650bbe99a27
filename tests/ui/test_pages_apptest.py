"""Pages run as their scripts run: captions, notices, what the address asks for."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Any, Self

import pytest
from streamlit.testing.v1 import AppTest

from metrics import FOLDER_VARIABLE
from metrics.auth import local_editor
from metrics.i18n import LANGUAGES, words
from metrics.model.dataset import Dataset
from metrics.model.series import series_of
from metrics.model.vocabulary import name_in
from metrics.store import open_store, publish
from metrics.store.editions import Attachment, EditionText, LeftOut, attach_edition
from metrics.store.opening import URL_VARIABLE
from metrics.wording.formatter import Formatter
from metrics.wording.series import category_sentence
from tests.support.app_pages import page_title, turned_to
from tests.support.sample import SAMPLE_FOLDER, real, sample

ROOT = Path(__file__).resolve().parents[2]
CATEGORY_PAGES = {name: [name] for name in ("training", "drills", "hazards", "equipment")} | {
    "others": ["plans", "publicity", "enforcement", "tasks"]
}
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the stores of the tests lie that only read."""
    return tmp_path_factory.mktemp("stores")


@pytest.fixture
def open_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Open]:
    """Open a page of the product in a session of its own; tests that write have their own store."""
    writes = "tmp_path" in request.node.function.__code__.co_varnames
    home = tmp_path if writes else request.getfixturevalue("shared_home")

    def opened(page: str, *, data: str = "real", **query: str) -> AppTest:
        monkeypatch.setenv(URL_VARIABLE, f"sqlite:///{home}/{data}.db")
        if data == "sample":
            monkeypatch.setenv(FOLDER_VARIABLE, str(SAMPLE_FOLDER))
        else:
            monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
        # One instance of the framework's test runs the frame once before it can switch pages.
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
        app.query_params.update(query)
        if page == "overview":
            return app.run()
        return turned_to(app, page)

    yield opened


def data_of(name: str) -> Dataset:
    return sample() if name == "sample" else real()


def captions(app: AppTest) -> list[str]:
    return [shown.value for shown in app.caption]


def parts(app: AppTest) -> list[dict[str, Any]]:
    """Return what our own components show, and what stands in each place of a body."""
    mounted = [json.loads(part.proto.json or "{}") for part in app.get("bidi_component")]
    return [*mounted, *(one for each in mounted for one in _entries(each.get("body", [])))]


def _entries(body: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in body:
        yield one.get("content", one)
        yield from _entries(one.get("box") or one.get("grid") or [])


def sentences(app: AppTest) -> list[str]:
    """The sentences on the figures, which come with these."""
    return [part["text"] for part in parts(app) if part.get("kind") == "said"]


def published_from(app: AppTest) -> str:
    """The sentence of the overview that says whose figures these are and from which report."""
    return next(str(part["hint"]) for part in parts(app) if part.get("kind") == "paragraph")


def notices(app: AppTest) -> list[str]:
    return [shown.value.replace("\\", "") for shown in app.info]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", CATEGORY_PAGES)
def test_a_category_page_counts_its_metrics(open_page: Open, page: str, language: str) -> None:
    for name in ("real", "sample"):
        app, data, _ = open_page(page, data=name, lang=language), data_of(name), words(language)
        for category in CATEGORY_PAGES[page]:
            sentence = category_sentence(
                series_of(data, category), data.years[-1], Formatter(data, _)
            )
            assert sentence in sentences(app)


def test_the_page_of_the_others_names_each_category(open_page: Open) -> None:
    for language in LANGUAGES:
        app = open_page("others", lang=language)
        vocabulary = real().vocabulary
        wanted = [name_in(vocabulary.category(key), language) for key in CATEGORY_PAGES["others"]]
        assert [part["heading"] for part in parts(app) if part.get("heading")] == wanted


def test_the_overview_names_the_report(open_page: Open) -> None:
    edition = real().editions[2024]
    for language in LANGUAGES:
        told = published_from(open_page("overview", lang=language))
        assert name_in(edition, language) in told
        assert edition.published is not None
        assert words(language).date(edition.published) in told


@pytest.mark.parametrize(
    ("page", "language"), [("overview", "zh"), ("training", "en"), ("others", "zh")]
)
def test_a_year_that_does_not_exist_is_said_and_the_latest_shown(
    open_page: Open, page: str, language: str
) -> None:
    app = open_page(page, data="sample", year="1999", lang=language)
    (said,) = notices(app)
    assert "year" in said and "1999" in said and str(sample().years[-1]) in said
    assert words(language)("Year") in [part.get("label") for part in parts(app)]
    assert not app.exception


@pytest.mark.parametrize("name", ["hazard-correction-rate", " 隐患整改率 "])
def test_a_metric_has_a_page_under_each_of_its_names(open_page: Open, name: str) -> None:
    app = open_page("metric", data="sample", metric=name, lang="zh")
    assert not app.exception and not app.info
    assert [title.value for title in app.title] == ["隐患整改率"]
    said = next(part for part in parts(app) if part.get("kind") == "paragraph")
    assert "96%" in [piece["text"] for piece in said["pieces"] if piece["address"]]
    years = next(part for part in parts(app) if part.get("kind") == "table")
    assert [row[0]["text"] for row in years["rows"]] == ["2024", "2023", "2022", "2021"]
    assert any("隐患整改率" in code.value for code in app.code), "a citation"


def test_a_metric_that_is_not_there_is_said_and_all_are_listed(open_page: Open) -> None:
    for query in ({"metric": "隐患整改律"}, {}):
        app = open_page("metric", data="sample", lang="zh", **query)
        assert [title.value for title in app.title] == ["全部指标"]
        assert len(notices(app)) == len(query)
        assert all("隐患整改律" in text for text in notices(app))
        listed = next(part for part in parts(app) if part.get("kind") == "table")
        assert "metric?metric=hazard-correction-rate" in [row[0]["page"] for row in listed["rows"]]


def test_every_value_asked_for_in_vain_is_said(open_page: Open) -> None:
    app = open_page("training", data="sample", year="1999", view="wall", lang="en")
    said = notices(app)
    assert len(said) == 2
    assert any("view" in one and "“wall”" in one for one in said)


def test_an_address_may_be_written_as_people_write(open_page: Open) -> None:
    app = open_page("training", data="sample", year="2022年", lang="zh-CN")
    assert not app.info and not app.exception
    assert "2022" in sentences(app)[0] and app.title[0].value == "培训"
    app = open_page("training", data="sample", year="2021", region="望潮区", lang="zh")
    (said,) = notices(app)
    assert "望潮区没有2021年的数字" in said


def test_an_unknown_language_is_said(open_page: Open) -> None:
    app = open_page("overview", lang="fr")
    assert len(notices(app)) == 1 and "“fr”" in notices(app)[0]
    assert not app.exception


def test_a_value_from_an_address_is_shown_as_text(open_page: Open) -> None:
    app = open_page("training", year="<b>**1**</b>" + "9" * 60, lang="en")
    (said,) = (shown.value for shown in app.info)
    assert "<b>" not in said.replace("\\<b\\>", "")
    assert "\\*\\*1\\*\\*" in said and "…" in said


def test_a_year_of_the_past_is_shown_with_its_own_figures(open_page: Open) -> None:
    data, _ = sample(), words("en")
    for year in data.years:
        app = open_page("overview", data="sample", year=str(year), lang="en")
        assert app.title[0].value == page_title("", _, year=year)
        published = data.editions[year].published
        assert published is not None and _.date(published) in published_from(app)
        assert not app.info


@pytest.mark.parametrize("view", ["years", "groups", "table"])
@pytest.mark.parametrize("page", CATEGORY_PAGES)
def test_a_view_is_opened_by_its_address(open_page: Open, page: str, view: str) -> None:
    for name in ("real", "sample"):
        app = open_page(page, data=name, view=view, lang="en")
        assert not app.exception
        assert not app.info
        chosen = {part["label"]: part["chosen"] for part in parts(app) if "chosen" in part}
        assert chosen["View"] == view


def test_the_browser_s_language_is_followed_and_the_address_wins(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(URL_VARIABLE, f"sqlite:///{tmp_path}/real.db")
    for locale, language in (("zh-CN", "zh"), ("en-US", "en"), ("de-DE", "zh")):
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        app.context = {"locale": locale}
        app.run()
        year = real().years[-1]
        assert app.title[0].value == page_title("", words(language), year=year)
    assert open_page("training", lang="en").title[0].value == "Training"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_of_an_unknown_day_is_named_without_one(
    open_page: Open, tmp_path: Path, language: str
) -> None:
    open_page("overview")
    store = open_store(f"sqlite:///{tmp_path}/real.db")
    rows = [replace(row, year=2025) for row in store.current()]
    left = LeftOut(2025, "3次", "一", "市级演练", "已计入12次", 0, 2)
    text = EditionText(2025, "3次", "某年报", issuer_zh="某局")
    report = Attachment(text, left_out=(left,))
    publish(store, rows, editor=local_editor("张三"), base=1, attachment=report)
    app = open_page("overview", lang=language)
    assert not app.exception
    assert "某年报" in published_from(app) and "None" not in published_from(app)
    app = open_page("sources", lang=language)
    assert not app.exception
    assert any("某年报" in text.value for text in app.markdown)
    total, kept = str(len(rows) + 1), str(len(rows))
    assert any(total in text.value and kept in text.value for text in app.markdown)
    (told,) = [text for text in captions(app) if text.startswith("某局")]
    assert "2025" in told and "None" not in told


def test_the_sources_page_adds_up(open_page: Open) -> None:
    data = real()
    shown, left = len(data.table), len(data.omitted)
    app = open_page("sources", lang="en")
    (said,) = [text.value for text in app.markdown if "left out on purpose." in text.value]
    assert [int(number) for number in re.findall(r"\d+", said)][1:] == [shown + left, shown, left]


def test_nothing_is_said_of_a_report_that_there_is_none_of(open_page: Open, tmp_path: Path) -> None:
    open_page("overview")
    store = open_store(f"sqlite:///{tmp_path}/real.db")
    rows = [replace(row, year=2023) for row in store.current()]
    publish(store, rows, editor=local_editor("张三"), base=1)
    said = [text.value for text in open_page("sources", lang="en").markdown if "2023" in text.value]
    assert said == [f"{len(rows)} figures of 2023, not from a report that is kept here."]
    attach = Attachment(EditionText(2023, "文", "某年报"))
    attach_edition(store, attach, editor=local_editor("张三"))
    said = [text.value for text in open_page("sources", lang="en").markdown if "2023" in text.value]
    assert said == [f"All {len(rows)} figures of the 2023 report are shown."]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_printed_page_bears_the_day_in_china(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    class Evening(datetime):
        """A server whose own clock is UTC, in the evening: in China it is the next day."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            moment = cls(2026, 3, 5, 17, 30, tzinfo=UTC)
            return moment.astimezone(tz) if tz else moment.replace(tzinfo=None)

    for module in ("metrics.clock", "ui.session.print_view"):
        monkeypatch.setattr(f"{module}.datetime", Evening, raising=False)
    app = open_page("overview", lang=language, print="true")
    told, day = "\n".join(captions(app)), words(language).date
    assert day(date(2026, 3, 6)) in told and day(date(2026, 3, 5)) not in told
