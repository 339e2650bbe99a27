"""A server as those see it who run it: its log, its health, its numbers."""

import json
import re
from pathlib import Path

from playwright.sync_api import expect

from metrics import FOLDER_VARIABLE
from metrics.auth import PASSCODE_VARIABLE
from metrics.folders.folder_check import check_folder
from metrics.i18n import words
from tests.browser.conftest import Reader
from tests.browser.publishing import (
    NAME,
    PASSCODE,
    drop,
    fill_sign_in,
    go_to,
    one_row,
    publish,
    sign_in,
    tick_all,
    told,
)
from tests.browser.screen import settled
from tests.support.intake_files import lines
from tests.support.serving import serving
from tests.web.test_health import asked, events

_ = words("zh")
TABLE = lines(
    ("类别", "指标", "单位", "2022年", "2023年"),
    ("学校", "义务教育学校", "所", "312", "318"),
    ("师资", "教师培训", "人次", "21000", "2.3万余"),
).encode()
SPEECH = "同志们：今天开会。\n2025年演练12860次。".encode()


def test_the_log_and_the_numbers_tell_what_happened_and_nothing_else(reader: Reader) -> None:
    settings = {PASSCODE_VARIABLE: PASSCODE, "METRICS_LOG": "json", "METRICS_SLOW_MS": "1"}
    with serving(None, **settings, METRICS_READNG="closed") as server:
        page = reader(server)
        fill_sign_in(page, passcode="falsch und geheim")
        expect(page.get_by_role("alert")).to_contain_text(_("This is not the passcode"))
        sign_in(page)
        drop(page, "2025.csv", one_row("13107"))
        tick_all(page)
        publish(page)
        box = page.locator("input[type=file]")
        box.set_input_files({"name": "geheim.csv", "mimeType": "text/csv", "buffer": SPEECH})
        said = _("{name} is not taken here; nothing of it is kept", name="geheim.csv")
        expect(told(page)).to_contain_text(said)
        status, health = asked(server, "/api/health")
        _status, numbers = asked(server, "/api/telemetry")
        log = events(server)
        printed = server.said()

    assert status == 200
    assert json.loads(health) | {"product": ""} == {
        "status": "ok",
        "version": 2,
        "product": "",
        "parts": {"store": "ok", "figures": "ok", "publishing": "ok"},
    }
    happened = [line for line in log if line["event"] not in ("slow-page", "message")]
    assert [line["event"] for line in happened] == [
        "start", "setting", "ready", "sign-in", "sign-in", "published", "upload-refused",
    ]  # fmt: skip
    start, setting, ready, wrong, right, made, refused = happened
    assert start["METRICS_EDITOR_PASSCODE"] == "***" and start["python"]
    assert setting["name"] == "METRICS_READNG" and "METRICS_READING" in setting["fix"]
    assert ready["version"] == 1
    assert (wrong["outcome"], right["outcome"]) == ("wrong-passcode", "signed-in")
    assert "who" not in wrong and right["who"] == NAME
    assert refused["kind"] == "table" and refused["bytes"] == len(SPEECH)
    assert sum(refused["codes"].values()) == 1
    assert (made["version"], made["who"], made["added"]) == (2, NAME, 1)
    assert "upload" in {line["page"] for line in log if line["event"] == "slow-page"}
    for hidden in (PASSCODE, "falsch", "geheim", "同志们", "13107", "127.0.0.1"):
        assert hidden not in re.sub(r"https?://\S+", "", printed)
    for counted in (
        'dashboard_publications_total{kind="publish"} 1.0',
        'dashboard_refused_uploads_total{kind="table"} 1.0',
        'dashboard_sign_ins_total{outcome="wrong-passcode"} 1.0',
        "dashboard_published_version 2.0",
    ):
        assert counted in numbers.splitlines()
    assert re.search(
        r'^dashboard_page_run_seconds_count\{page="upload"\} \d', numbers, re.MULTILINE
    )


def test_a_bureau_goes_from_an_empty_folder_to_its_first_year_by_the_pages_alone(
    reader: Reader, tmp_path: Path
) -> None:
    settings = {PASSCODE_VARIABLE: PASSCODE, FOLDER_VARIABLE: str(tmp_path)}
    with serving(None, **settings) as server:
        page = reader(server, "", drawn=False)
        fill_sign_in(page)
        expect(page.get_by_label(_("Name of the bureau"))).to_be_visible()
        settled(page, drawn=False)
        page.get_by_label(_("Name of the bureau")).fill("云汀市教育局")
        page.get_by_label(_("Its English name")).fill("Yunting Education Bureau")
        page.locator("textarea").fill("学校=Schools\n师资=Teachers")
        page.get_by_role("button", name=_("Set up"), exact=True).click()
        expect(page.locator("h1")).to_have_text("云汀市教育局")
        told(page).get_by_role("link", name=_("Upload a year")).click()
        drop(page, "2023.csv", TABLE)
        tick_all(page)
        publish(page)
        go_to(page, "学校")
        expect(told(page)).to_contain_text("318")
        expect(page).to_have_url(re.compile("/schools"))
        _status, told_by_api = asked(server, "/api/metrics.json?category=teachers&year=2023")
    [row] = json.loads(told_by_api)["rows"]
    assert (row["metric"], row["printed"], row["region"]) == ("教师培训", "2.3万余", "云汀市")
    assert check_folder(tmp_path) == []
