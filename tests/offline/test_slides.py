"""The slides of the presenter: what they state is the briefing's, each with its words."""

from datetime import datetime

import pytest
from lxml import html

from metrics.briefing import prepare
from metrics.i18n import LANGUAGES, words
from metrics.model.observation import from_table
from metrics.offline.slides import slides
from metrics.store.evidence import Source
from metrics.wording.formatter import Formatter
from tests.support.sample import real, sample

DATA = {"real": real, "sample": sample}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DATA)
def test_every_claim_stands_on_a_slide_with_its_source(name: str, language: str) -> None:
    data, _ = DATA[name](), words(language)
    told = {
        o.key: Source(1, o.year, "报告", 3, 9, "全市<b>", o.printed, "。")
        for o in from_table(data.table)
        if o.printed
    }
    said = prepare(data, _, made=datetime(2025, 3, 1), sentences=told)
    made = [html.fragment_fromstring(slide) for slide in slides(said, Formatter(data, _))]
    assert said.title and len(made) < 30
    claims = [claim for section in said.sections for claim in section.claims]
    texts = ["".join(slide.itertext()) for slide in made]
    for claim in claims:
        whole = [text for text in texts if claim.text in text][-1]
        for figure in claim.figures:
            assert figure.text in whole and figure.reading in whole
    first = claims[0].figures[0]
    assert first.quote is not None
    assert any(f"“{first.quote.text}”" in text for text in texts)
    assert all(said.bureau in text for text in texts)
    assert all(said.sample in text for text in texts)


def test_claims_put_pairs_together_and_small_counts_as_differences() -> None:
    _ = words("zh")
    told = prepare(real(), _, made=datetime(2025, 3, 1))
    texts = [claim.text for section in told.sections for claim in section.claims]
    assert "管控重大事故隐患5,161项，其中挂牌督办163项" in texts
    assert "".join(phrase.text for phrase in told.phrases).startswith("2024年，开展解读宣贯8,381次")
    later = prepare(sample(), _, made=datetime(2025, 3, 1))
    texts = [claim.text for section in later.sections for claim in section.claims]
    assert "市级演练9次，比上年多1次" in texts
