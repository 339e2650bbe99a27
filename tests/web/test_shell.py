"""A reader without scripts, or with an old browser, gets words of ours in both languages."""

import re

import httpx
import pytest

from metrics.i18n import words
from metrics.operations.settings import READING_VARIABLE
from tests.support.serving import Server
from web.plain_year import plain_year
from web.shell import own_words

AS_A_BROWSER = {"Accept": "text/html,application/xhtml+xml"}
PAGE = (
    b"<html><head><title>X</title></head><body><noscript><p>Enable it</p>\n</noscript>"
    b'<div id="root"></div></body></html>'
)


@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_a_page_without_scripts_says_so_in_the_reader_s_words(
    sample_server: Server, coding: str
) -> None:
    for path in ("/", "/training"):
        headers = AS_A_BROWSER | {"Accept-Encoding": coding}
        answer = httpx.get(sample_server.url + path, headers=headers)
        assert answer.status_code == 200
        assert answer.headers.get("content-encoding", "identity") == coding
        text = answer.text
        assert f"<title>{sample_server.data.bureau.zh}</title>" in text
        (told,) = re.findall(r"<noscript>(.*?)</noscript>", text, re.DOTALL)
        assert "JavaScript" in told and "Streamlit" not in told and "浏览器" in told
        assert 'as="font"' not in text, "the framework's font does not come first"
        assert re.search(r"static/js/index\.[^\"]+\.js", text), "its scripts are still loaded"


def test_who_cannot_see_the_pages_sees_the_year_s_figures(sample_server: Server) -> None:
    answer = httpx.get(sample_server.url, headers=AS_A_BROWSER)
    rows = re.findall(r"<tr><td>.*?</td><td>(.*?)</td><td>(.*?)</td></tr>", answer.text)
    newest = max(year for year in sample_server.data.table["year"])
    assert f"{sample_server.data.bureau.zh} · {newest}</caption>" in answer.text
    # Once for those without scripts, once for old browsers.
    assert len(rows) > 20 and len(rows) == 2 * len(set(rows))
    sample = words("zh")("Invented sample data: no figure on this page is real")
    assert sample in answer.text and "<script nomodule>" in answer.text
    again = {**AS_A_BROWSER, "If-None-Match": answer.headers["etag"]}
    assert httpx.get(sample_server.url, headers=again).status_code == 304


def test_closed_reading_shows_no_figure_to_those_without_scripts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(READING_VARIABLE, "closed")
    assert plain_year() == ""


def test_other_answers_stay_as_they_are(sample_server: Server) -> None:
    answer = httpx.get(f"{sample_server.url}/api/health", headers=AS_A_BROWSER)
    assert answer.headers["content-type"].startswith("application/json")


def test_a_page_that_stays_empty_says_why() -> None:
    text = own_words(PAGE).decode()
    assert "Enable it" not in text and "X</title>" not in text
    late = text[text.index('<div id="root">') :]
    assert "2023" in late and words("zh")("Overview") != late
