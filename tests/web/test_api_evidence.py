"""A row of the HTTP interface says where its figure stands in a report that is kept."""

from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from metrics import FOLDER_VARIABLE
from metrics.auth import local_editor
from metrics.operations.settings import READING_VARIABLE
from metrics.store import open_store
from metrics.store.editions import Attachment, EditionText, Evidence, attach_edition
from metrics.store.opening import URL_VARIABLE
from tests.support.sample import SAMPLE_FOLDER
from web import api


def test_a_row_says_its_sentence_and_place_in_a_report_that_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = f"sqlite:///{tmp_path}/metrics.db"
    monkeypatch.setenv(FOLDER_VARIABLE, str(SAMPLE_FOLDER))
    monkeypatch.setenv(URL_VARIABLE, target)
    monkeypatch.delenv(READING_VARIABLE, raising=False)
    store = open_store(target, folder=SAMPLE_FOLDER)
    client = TestClient(Starlette(routes=list(api.routes())))

    def asked() -> tuple[str, dict[str, Any]]:
        query = {"category": "drills", "year": "2024", "region": "临澜市"}
        answer = client.get("/api/metrics.json", params=query)
        return answer.headers["etag"], {
            row["printed"]: row["evidence"] for row in answer.json()["rows"]
        }

    before, found = asked()
    assert {*found.values()} == {None}
    [row] = [each for each in store.current() if each.printed == "8,317次"]
    text = "一、演练。全市开展演练8,317次，市级9次。其他。"
    start = text.index("8,317次")
    end = start + len(row.printed)
    kept = Attachment(
        EditionText(2024, text, "报告"), (Evidence(row.key, start, end, row.printed),)
    )
    attach_edition(store, kept, editor=local_editor())
    after, found = asked()
    assert after != before
    sentence = "全市开展演练8,317次，市级9次。"
    place = {"year": 2024, "title": "报告", "start": start, "end": end, "sentence": sentence}
    assert found.pop("8,317次") == place and {*found.values()} == {None}
    store.database.close()
