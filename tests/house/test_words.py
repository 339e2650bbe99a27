"""Chinese and English are both complete, and say the same with the same values in them."""

import ast
import io
import re
from itertools import chain

import pytest
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po

from metrics.i18n import LOCALE_FOLDER, best_language, message, words
from metrics.model.csv_file import read_rows
from tests.house.collect_texts import entry_of, read_catalogue, translation, updated
from tests.support.texts import CATALOGUE, ROOT, Text, fields_of, sources, texts_in_code, texts_of

TEXTS = sorted(texts_in_code())
CHINESE = read_catalogue()
CJK = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]+")


def chinese(text: Text) -> str:
    return translation(entry_of(text, CHINESE))


def entries() -> list[Entry]:
    return [entry for entry in CHINESE if entry.id]


def test_there_is_something_to_check() -> None:
    assert len(TEXTS) > 50


def test_every_text_has_its_chinese() -> None:
    missing = [text.singular for text in TEXTS if not chinese(text).strip()]
    assert not missing, "run `make texts` and translate these"


def test_no_translation_has_lost_its_text() -> None:
    known = set(TEXTS)
    stored = [
        Text(entry.id) if isinstance(entry.id, str) else Text(*entry.id) for entry in entries()
    ]
    assert not [text for text in stored if text not in known], "run `make texts`"
    assert not CHINESE.obsolete


def test_translations_are_settled() -> None:
    assert not [entry.id for entry in entries() if entry.fuzzy]


def test_values_have_the_same_names_in_both_languages() -> None:
    differing = {
        text.singular: (text.fields, fields_of(chinese(text)))
        for text in TEXTS
        if text.fields != fields_of(chinese(text))
    }
    assert not differing


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_text_takes_its_values(language: str) -> None:
    _ = words(language)
    for text in TEXTS:
        values = {name: f"⟨{name}⟩" for name in text.fields}
        said = [
            _.n(text.singular, text.plural, n, **{k: v for k, v in values.items() if k != "n"})
            if text.plural
            else _(text.singular, **values)
            for n in (0, 1, 2)
        ]
        for one in said:
            assert all(value in one for name, value in values.items() if name != "n")
            assert "{" not in one and "}" not in one


def test_a_count_takes_its_form() -> None:
    plural = next(text for text in TEXTS if text.plural and set(text.fields) == {"n"})
    one, two = (words("en").n(plural.singular, plural.plural, n) for n in (1, 1200))
    assert one == plural.singular.format(n="1")
    assert two == plural.plural.format(n="1,200")
    assert "1,200" in words("zh").n(plural.singular, plural.plural, 1200)


def test_english_texts_are_english() -> None:
    # What the report itself prints may stand in an English text as an example.
    examples = {"一(二)三是", "136万余", "万 or 亿"}
    foreign = {
        text.singular: found
        for text in TEXTS
        if (found := CJK.findall(_without(text.singular + text.plural, examples)))
    }
    assert not foreign


def test_chinese_texts_are_chinese() -> None:
    said = {text.singular: chinese(text) for text in TEXTS}
    english = {
        text: zh
        for text, zh in said.items()
        if re.search("[A-Za-z]", re.sub(r"\{\w+\}", "", text))
        and not CJK.search(zh)
        and zh != "{place}"
    }
    assert not english


def test_pages_hold_no_chinese_text_of_their_own() -> None:
    """Readers' texts are English in the code; Chinese is written only where data needs it."""
    found = {
        (path.name, node.value)
        for path in sources()
        if "metrics" not in path.relative_to(ROOT).parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.search(r"[\u4e00-\u9fff]", node.value)
    }
    # A language is offered under its own name.
    assert found == {("frame.py", "中文")}


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ('_("plain")', {Text("plain")}),
        ("f'<b>{_(\"inside\")}</b>'", {Text("inside")}),
        ('_.n("{n} row", "{n} rows", 3)', {Text("{n} row", "{n} rows")}),
        ('message("late {x}", x=1)', {Text("late {x}")}),
        ('view.words("on a page")', {Text("on a page")}),
        ('words("zh"); _.date(day); other("no text")', set()),
        ("_(text.template, n=1)", set()),
        ('_("a" "b")', {Text("ab")}),
    ],
)
def test_texts_are_found_wherever_they_stand(code: str, texts: set[Text]) -> None:
    assert texts_of(code) == texts


def test_a_text_put_together_from_pieces_is_refused() -> None:
    with pytest.raises(ValueError, match=r"page\.py:1"):
        texts_of('_("up " + amount)', "page.py")


def test_collecting_changes_nothing_that_is_up_to_date() -> None:
    assert updated(TEXTS, CHINESE) == CATALOGUE.read_bytes()


def test_collecting_keeps_adds_and_drops() -> None:
    kept, added, dropped = TEXTS[0], Text("A text nobody has seen {x}"), TEXTS[1]
    again = read_po(io.BytesIO(updated([added, kept], CHINESE)), locale="zh_CN")
    assert translation(entry_of(kept, again)) == chinese(kept)
    assert entry_of(added, again) is not None
    assert translation(entry_of(added, again)) == ""
    assert entry_of(dropped, again) is None


def test_an_unknown_language_says_which_there_are() -> None:
    with pytest.raises(LookupError, match=r"'fr'.*zh, en"):
        words("fr")


@pytest.mark.parametrize(
    ("browser", "language"),
    [("zh-CN", "zh"), ("en-GB", "en"), ("EN", "en"), ("fr-FR", "zh"), ("", "zh"), (None, "zh")],
)
def test_the_browser_s_language_is_followed(browser: str | None, language: str) -> None:
    assert best_language(browser) == language


def test_a_deferred_text_is_said_in_the_reader_s_language() -> None:
    late = message("Use one of {names}", names=message("Overview"))
    assert words("en").say(late) == "Use one of Overview"
    assert words("zh").say(late) == words("zh")("Use one of {names}", names=words("zh")("Overview"))


def test_the_framework_s_texts_are_pairs() -> None:
    rows = read_rows(LOCALE_FOLDER / "framework.csv")
    assert rows and set(rows[0]) == {"en", "zh"}
    for language in ("en", "zh"):
        said = [row[language] for row in rows]
        assert all(text.strip() == text != "" for text in said)
        assert len(set(said)) == len(said), "a text must lead back to one text"
    assert all(CJK.search(row["zh"]) and not CJK.search(row["en"]) for row in rows)


def _without(text: str, parts: set[str]) -> str:
    for part in chain(parts, "“”‘’…–—·"):
        text = text.replace(part, "")
    return text
