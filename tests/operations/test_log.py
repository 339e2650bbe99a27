"""The log: one line an event, nothing that must not stand there, numbers that agree with it."""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from metrics import log
from metrics.auth import Editor
from metrics.i18n import message
from metrics.operations import telemetry
from metrics.problems import Problem
from metrics.store import NothingToPublish, Store, publish, restore
from tests.support.figures import figure, figures

Started = Callable[..., io.StringIO]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def started() -> Iterator[Started]:
    """Start logging into a text of one's own."""
    own = logging.getLogger("metrics")
    before = (own.handlers[:], own.level, own.propagate)

    def start(stream: io.StringIO | None = None, **environment: str) -> io.StringIO:
        to = stream or io.StringIO()
        log.start_logging(environment, to)
        return to

    yield start
    own.handlers, own.level, own.propagate = before


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def number_of(series: str) -> float:
    """One number of the exposition; 0 before it is first counted."""
    found = re.search(rf"^{re.escape(series)} (\S+)$", telemetry.exposition(), re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_publishing_and_going_back_are_told_and_counted(
    started: Started, store: Store, editor: Editor
) -> None:
    written = started()
    before = [number_of(f'dashboard_publications_total{{kind="{k}"}}') for k in PUBLISHED]
    publish(store, figures(3), editor=editor, base=1, token="t")
    publish(store, figures(3), editor=editor, base=1, token="t")  # sent twice, lands once
    with pytest.raises(NothingToPublish):
        publish(store, figures(3), editor=editor, base=2)
    restore(store, 1, editor=editor, note="a note for readers")
    told = [{**line, "at": None, "level": None} for line in lines(written)]
    same = {"at": None, "level": None, "event": "published", "who": "张三", "how": "local"}
    one = {"kind": "publish", "version": 2, "added": 3, "changed": 0, "withdrawn": 0}
    back = {"kind": "restore", "version": 3, "added": 0, "changed": 0, "withdrawn": 3}
    assert told == [same | one, same | back | {"restored": 1}]
    after = [number_of(f'dashboard_publications_total{{kind="{k}"}}') for k in PUBLISHED]
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1]


PUBLISHED = ("publish", "restore")


def test_a_refused_file_is_told_by_codes_and_size_only(started: Started) -> None:
    written = started()
    said = message("{text} is no number", text="秘密的单元格")
    wrong = Problem("not-a-number", "error", said, file="名单.xlsx", row=7, found="秘密的单元格")
    hint = Problem("hint", "info", said)
    log.refused_upload("table", 1234, [wrong, wrong, hint])
    [line] = lines(written)
    assert line.pop("at")
    assert line == {
        "level": "warning",
        "event": "upload-refused",
        "kind": "table",
        "bytes": 1234,
        "codes": {"not-a-number": 2},
    }


def test_a_failure_is_told_by_kind_and_place_not_by_what_it_says(started: Started) -> None:
    def fail() -> None:
        try:
            int("秘密")
        except ValueError as error:
            raise RuntimeError("cell says 秘密") from error

    for level, quoted in (("info", False), ("debug", True)):
        written = started(METRICS_LOG_LEVEL=level)
        try:
            fail()
        except RuntimeError as error:
            number = log.failure(error, page="training")
        [line] = lines(written)
        assert line["id"] == number and len(number) >= 8
        assert (line["kind"], line["cause"], line["page"]) == (
            "RuntimeError", "ValueError", "training",
        )  # fmt: skip
        assert re.fullmatch(r"tests/operations/test_log\.py:\d+ fail", line["where"][-1])
        assert ("秘密" in written.getvalue()) == quoted


def test_a_page_that_failed_shows_the_number_that_the_log_knows(started: Started) -> None:
    def page() -> None:
        from web.server import say_failure

        assert say_failure(ValueError("秘密"))

    written = started()
    app = AppTest.from_function(page).run()
    [line] = [each for each in lines(written) if each["event"] == "error"]
    assert line["id"] in app.error[0].value and "秘密" not in app.error[0].value


@given(st.text(), st.booleans())
def test_no_name_can_forge_a_line_or_move_the_cursor(name: str, as_text: bool) -> None:
    record = logging.LogRecord("metrics.events", logging.INFO, "", 0, "published", (), None)
    record.fields = {"who": name, "version": 2}
    line = log.Lines(as_text).format(record)
    assert line.isprintable(), "one line, no control and no direction characters"
    if not as_text:
        assert json.loads(line)["who"] == (name if len(name) <= log.LONGEST else name[:299] + "…")
    else:
        assert line.endswith(" version=2")


def test_a_long_name_is_cut_and_other_loggers_share_the_form(started: Started) -> None:
    framework = logging.getLogger("streamlit.error_util")
    written = started()
    log.event("published", who="长" * 10_000)
    logging.getLogger("metrics.auth").warning("not %s", "recorded")
    [cut, other] = lines(written)
    assert len(cut["who"]) == log.LONGEST
    assert (other["event"], other["message"]) == ("message", "not recorded")
    assert all(isinstance(h.formatter, log.Lines) for h in framework.handlers)


def test_strangers_fill_no_log(started: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    written, now = started(METRICS_LOG="json"), [0.0]
    [bounded] = [f for h in logging.getLogger("metrics").handlers for f in h.filters]
    monkeypatch.setattr(bounded, "clock", lambda: now[0])
    for number in range(log.MOST_OF_A_KIND + 40):
        log.event("connection-refused", logging.WARNING, reason=str(number))
    log.event("published", version=7)
    assert len(lines(written)) == log.MOST_OF_A_KIND + 1
    now[0] = 61.0
    log.event("connection-refused", logging.WARNING, reason="again")
    assert lines(written)[-1]["left_out_before"] == 40


@pytest.mark.parametrize(
    ("stream", "asked", "as_text"),
    [(io.StringIO, "", False), (Terminal, "", True), (Terminal, "json", False),
     (io.StringIO, "text", True), (io.StringIO, "nonsense", False)],
)  # fmt: skip
def test_people_get_text_and_programs_json(
    started: Started, stream: type[io.StringIO], asked: str, as_text: bool
) -> None:
    written = started(stream(), METRICS_LOG=asked)
    log.event("sign-in", outcome="wrong-passcode", how="passcode")
    line = written.getvalue()
    assert line.startswith("{") != as_text
    assert ("outcome=wrong-passcode" in line) == as_text


def test_the_level_decides_what_is_written_not_what_is_counted(started: Started) -> None:
    series = 'dashboard_sign_ins_total{outcome="signed-in"}'
    before = number_of(series)
    written = started(METRICS_LOG_LEVEL="error")
    log.event("sign-in", outcome="signed-in", how="passcode", who="张三")
    assert written.getvalue() == "" and number_of(series) == before + 1


_HAZARDS_RUNS = 'dashboard_page_run_seconds_count{page="hazards"}'


def test_slow_pages_are_told_and_all_are_measured(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, runs = started(), number_of(_HAZARDS_RUNS)
    for threshold in ("100000", "1"):
        monkeypatch.setenv("METRICS_SLOW_MS", threshold)
        with pytest.raises(KeyError), telemetry.timed_page("hazards"):
            sum(range(200_000))
            raise KeyError  # a run that is broken off counts too
    [line] = lines(written)
    assert (line["event"], line["page"]) == ("slow-page", "hazards") and line["ms"]
    assert number_of(_HAZARDS_RUNS) - runs == 2


def test_the_numbers_are_in_the_form_that_prometheus_reads() -> None:
    from prometheus_client.parser import text_string_to_metric_families as read

    path = "/api/only-in-this-test"
    telemetry.count_api_request(path, 200)
    families = {family.name: family for family in read(telemetry.exposition(41))}
    assert families["dashboard_published_version"].samples[0].value == 41
    counted = families["dashboard_api_requests"].samples
    [sample] = [one for one in counted if one.labels["path"] == path]
    assert sample.labels["status"] == "200" and sample.value == 1
    assert all(family.documentation for family in families.values())


def test_without_a_server_nothing_is_written(
    store: Store, editor: Editor, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(store, [figure()], editor=editor, base=1)
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_a_full_disk_takes_no_output_and_stops_nothing() -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        print("a line", file=log.outlasting(full), flush=True)
