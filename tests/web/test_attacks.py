"""What somebody without a sign-in tries on a real server: acting, guessing, flooding, stealing."""

import http.client
import re
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import InvalidStatus

from metrics import auth
from metrics.auth import ATTEMPTS, Editor, NotAllowed, local_editor
from metrics.i18n import words
from metrics.model.dataset import web_address
from metrics.operations.settings import EMBED_VARIABLE, sites
from metrics.store import Store, open_store, publish, restore
from metrics.store.drafts import begin_draft, list_drafts
from tests.support.figures import figures
from tests.support.protocol import Session, button, pressed, session, told, written
from tests.support.serving import Server, serving
from ui.session.session_cookie import COOKIE
from web.answers import not_let_in
from web.middleware import CompressedStatic, security_headers

ZH = words("zh")
PASSCODE = "zwölf Boxkämpfer"
PAGES = (
    "",
    "training",
    "others",
    "explore",
    "next_report",
    "proofread",
    "upload",
    "extract",
    "history",
    "sources",
)
AGAIN = "Yes, publish it again"
MEGABYTE = 2**20
_XSRF = "_streamlit_xsrf"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server with two publications that only editors may add to."""
    with serving(METRICS_EDITOR_PASSCODE=PASSCODE) as running:
        store = open_store(running.store)
        publish(store, figures(2), editor=local_editor("张三"), base=1)
        store.database.close()
        yield running


@pytest.fixture(scope="module")
def records(server: Server) -> Iterator[Store]:
    store = open_store(server.store)
    yield store
    store.database.close()


def is_alive(server: Server) -> bool:
    return httpx.get(f"{server.url}/api/health", timeout=30).status_code == 200


def asked(server: Server, verb: str, target: str) -> tuple[http.client.HTTPResponse, bytes]:
    """Ask for an address just as it is written, which no browser would."""
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=30)
    connection.putrequest(verb, target)
    connection.endheaders()
    answer = connection.getresponse()
    return answer, answer.read()


def test_nobody_acts_on_the_library_without_a_sign_in(records: Store) -> None:
    real = local_editor("李四")
    forged = Editor(real.name, real.how, real.expires, "x" * len(real.ticket))
    renamed = Editor("王五", real.how, real.expires, real.ticket)
    for nobody in (None, "李四", forged, renamed):
        for act in (
            lambda who: publish(records, figures(1, value=7), editor=who, base=2),
            lambda who: restore(records, 1, editor=who),
            lambda who: begin_draft(records, editor=who, name="a", payload=b"a", state={}),
            lambda who: list_drafts(records, editor=who),
        ):
            with pytest.raises(NotAllowed):
                act(nobody)
    assert records.version() == 2


def test_no_address_or_message_of_a_stranger_publishes(server: Server, records: Store) -> None:
    with ExitStack() as open_:
        editor = open_.enter_context(session(server, cookie=f"{COOKIE}=own"))
        assert button(editor.sign_in(PASSCODE), "Sign out")
        offered = editor.run("history", version="1")
        note = next(o.id for o in offered if getattr(o, "id", "").endswith("restore_note"))
        again = next(o.id for o in offered if getattr(o, "label", "") == ZH(AGAIN))
        sent = (written(note, "again"), pressed(again))

        stranger = open_.enter_context(session(server))
        claims = {"editor": "李四", "_editor": "1", "publish": "1", "restore": "1", "token": "x"}
        for page in PAGES:
            shown = stranger.run(page, version="1", **claims)
            assert not button(shown, "Sign out") and not button(
                shown, "Publish as version {version}"
            )
        # The very message that an editor's browser would send, and sent twice.
        for _again in range(2):
            stranger.run("history", *sent, version="1")
        assert records.version() == 2

        # Nobody takes a session over by its name, or gives one a name.
        for name in (editor.number, "00000000-0000-0000-0000-000000000000"):
            thief = open_.enter_context(session(server, before=name, cookie=f"{COOKIE}=x"))
            thief.run("history", version="1")
            assert thief.number not in (name, "")
            thief.run("history", *sent, version="1")
        assert records.version() == 2

        # That message is what publishes when an editor sends it.
        editor.run("history", *sent, version="1")
        assert records.version() == 3
        restore(records, 2, editor=local_editor("张三"), base=3)


def test_a_sign_in_is_in_no_cookie_address_message_or_log(server: Server) -> None:
    with session(server) as editor:
        assert button(editor.sign_in(PASSCODE, name="赵六"), "Sign out")
        sent = b"".join(message.SerializeToString() for message in editor.received)
        assert "赵六".encode() in sent and PASSCODE.encode() not in sent
        with session(server) as other:
            assert not button(other.run("upload"), "Sign out")
    cookies = {name for path in ("/", "/upload", "/_stcore/health", "/api")
               for name in httpx.get(server.url + path).cookies}  # fmt: skip
    assert cookies <= {_XSRF, COOKIE}
    assert "赵六" in server.said() and PASSCODE not in server.said()
    assert PASSCODE not in httpx.get(server.url).text


def test_guessing_is_limited_whoever_one_says_one_is() -> None:
    with serving(METRICS_EDITOR_PASSCODE=PASSCODE) as server:

        def guess(number: int) -> str:
            with session(server) as one:
                return told(one.sign_in(f"guess {number}", name=f"name {number}"))

        with ThreadPoolExecutor(6) as pool:
            said = list(pool.map(guess, range(ATTEMPTS + 3)))
        assert sum(ZH("This is not the passcode") in each for each in said) == ATTEMPTS
        with session(server) as one:
            shown = one.sign_in(PASSCODE)
        assert ZH("There were too many wrong attempts") in told(shown)
        assert not button(shown, "Sign out"), "the right one too, or guessing would pay"
        assert "guess 1" not in server.said()


def test_a_reader_goes_on_after_a_broken_connection(server: Server) -> None:
    own = f"{COOKIE}={httpx.get(server.url).cookies[COOKIE]}"
    with session(server, cookie=own) as before:
        assert button(before.sign_in(PASSCODE), "Sign out")
    with session(server, before=before.number, cookie=own) as after:
        assert button(after.run("upload"), "Sign out") and after.number == before.number
    for cookie in ({}, {"cookie": f"{COOKIE}=another"}):
        with session(server, before=before.number, **cookie) as thief:
            assert not button(thief.run("upload"), "Sign out")


def test_the_cookie_of_a_browser_is_for_this_server_alone(server: Server) -> None:
    given = httpx.get(server.url).headers.get_list("set-cookie")
    own = next(each for each in given if each.startswith(COOKIE))
    assert "HttpOnly" in own and "SameSite=Lax" in own
    again = httpx.get(server.url, headers={"cookie": own.partition(";")[0]})
    assert not [each for each in again.headers.get_list("set-cookie") if each.startswith(COOKIE)]


def test_secrets_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """How much of a guess is right must not show in how long the answer takes."""
    compared = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return one == other

    hashed = auth.hash_passcode(PASSCODE)
    monkeypatch.setattr("hmac.compare_digest", compare)
    monkeypatch.setenv("METRICS_READING", "closed")
    monkeypatch.setenv("METRICS_API_TOKEN", "token-of-a-program")
    for guess in ("", PASSCODE[:-1], "x" * 10_000):
        assert not auth.matches(guess, hashed)
        headers = [(b"authorization", f"Bearer {guess}".encode("latin-1"))]
        scope = {"type": "http", "headers": headers, "query_string": b"", "method": "GET"}
        assert not_let_in(Request(scope)) is not None
    assert len(compared) == 6
    assert len({(len(one), len(other)) for one, other in compared[::2]}) == 1


@pytest.mark.parametrize(
    "value",
    [
        *("https://a.example; script-src *", "https://a\r\nX-Evil: 1", "*", "'unsafe-inline'"),
        *("javascript:alert(1)", "https://*", "data:", "https://a.example/;x"),
    ],
)
def test_no_setting_opens_more_than_a_site(value: str) -> None:
    opened = sites(EMBED_VARIABLE, {EMBED_VARIABLE: value})
    assert all(re.fullmatch(r"https?://[\w.-]+(:\d+)?", site) for site in opened)


def test_a_link_of_a_report_leads_to_the_web_or_nowhere() -> None:
    for url in ("javascript:alert(1)", " javascript:x", "data:text/html,x", "file:///etc/passwd"):
        assert web_address(url) == ""
    for url in ("//evil.invalid", "\\\\evil\\share", "java\nscript:x", ""):
        assert web_address(url) == ""
    for url in ("https://a.example/b", "HTTP://a.example"):
        assert web_address(url) == url


@pytest.mark.parametrize(
    "origin", ["http://evil.invalid", "null", "https://127.0.0.1.evil.invalid"]
)
def test_a_page_of_another_site_gets_no_connection(server: Server, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused, session(server, origin=origin):
        pass
    assert refused.value.response.status_code == 403


def test_messages_of_the_framework_that_change_the_server_are_refused(server: Server) -> None:
    before = sorted(path.name for path in Path(__file__).parents[2].iterdir())
    with session(server) as one:
        one.run("")
        for said in ({"debug_shutdown_runtime": True}, {"debug_disconnect_websocket": True},
                     {"clear_cache": True}, {"set_run_on_save": True}):  # fmt: skip
            one.send(**said)
        install = BackMsg()
        install.backend_operation_request.session_id = one.number
        install.backend_operation_request.install_skills.SetInParent()
        one.connection.send(install.SerializeToString())
        one.connection.send(b"\xff" * 100)
        one.connection.send("no message at all")
    with session(server) as another:
        assert another.run("training")
    assert sorted(path.name for path in Path(__file__).parents[2].iterdir()) == before
    assert is_alive(server)


def put(
    server: Server, one: Session, content: bytes, *, xsrf: str, to: str = "", chunked: bool = False
) -> int:
    """Send a file to where pages send theirs; return the status."""
    head = b'--b\r\nContent-Disposition: form-data; name="f"; filename="../../x"\r\n\r\n'
    body = head + content + b"\r\n--b--\r\n"
    headers = {"content-type": "multipart/form-data; boundary=b", "X-Xsrftoken": xsrf}
    address = f"{server.url}/_stcore/upload_file/{to or one.number}/1"
    pieces = (body[at : at + MEGABYTE] for at in range(0, len(body), MEGABYTE))
    try:
        cookie = {"cookie": f"{_XSRF}={xsrf}"} if xsrf else {}
        return httpx.put(
            address, content=pieces if chunked else body, headers=headers | cookie, timeout=60
        ).status_code
    except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
        return 413  # the server hung up while it was being flooded


def test_uploads_need_a_session_a_token_and_a_size(server: Server) -> None:
    token = httpx.get(f"{server.url}/_stcore/health").cookies[_XSRF]
    with session(server) as one:
        one.run("proofread")
        assert put(server, one, b"a", xsrf="") == 403
        assert put(server, one, b"a", xsrf=token, to="0" * 36) == 400
        assert put(server, one, b"a", xsrf=token) == 204
        large = bytes(52 * MEGABYTE)
        assert put(server, one, large, xsrf=token) == 413
        assert put(server, one, large, xsrf=token, chunked=True) == 413
        assert one.run("training")
    assert is_alive(server)


def test_slow_and_broken_clients_hold_nobody_up(server: Server) -> None:
    place = server.url.removeprefix("http://").split(":")
    with ExitStack() as kept:
        for number in range(150):
            slow = kept.enter_context(socket.create_connection((place[0], int(place[1]))))
            slow.sendall(
                (
                    b"GET /api HTTP/1.1\r\nHost: a\r\nX-Slow: ",
                    b"PUT /_stcore/upload_file/a/b HTTP/1.1\r\nContent-Length: 9\r\n\r\n",
                    b"\x16\x03\x01 no request at all\r\n\r\n",
                )[number % 3]
            )
        assert is_alive(server)
        with session(server) as one:
            assert one.run("training")


@pytest.mark.parametrize("verb", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS"])
def test_nothing_but_reading_is_answered(server: Server, verb: str) -> None:
    for path in READ_ONLY:
        assert asked(server, verb, path)[0].status == 405, path


READ_ONLY = (
    *("/api", "/api/metrics.csv", "/api/catalog.json", "/api/versions.json", "/api/health"),
    *("/api/telemetry", "/assets/x", "/", "/upload", "/history"),
)
ANSWERS = (
    ("/", 200), ("/upload", 200), ("/api", 200), ("/api/metrics.csv", 200), ("/api/none", 404),
    ("/api/metrics.csv?x=1", 400), ("/api/health", 200), ("/api/telemetry", 200),
    ("/assets/none", 404), ("/app/static/icon.png", 200), ("/app/static/none", 404),
    ("/media/none", 404), ("/static/none", 200), ("/component/none", 404), ("/_stcore/health", 200),
    ("/_stcore/host-config", 200), ("/_stcore/metrics", 200), ("//a.invalid/%5c", 400),
)  # fmt: skip


@pytest.mark.parametrize(("path", "status"), ANSWERS)
def test_every_kind_of_answer_carries_the_headers(server: Server, path: str, status: int) -> None:
    answer, _body = asked(server, "GET", path)
    due = security_headers(host=server.url.removeprefix("http://"))
    assert answer.status == status
    assert {name: answer.headers[name] for name in due} == due


def test_what_the_framework_offers_to_programs_and_other_sites_is_off(server: Server) -> None:
    refused = httpx.post(f"{server.url}/_stcore/agent/interact", json={"session": "new"})
    assert refused.status_code == 403
    assert httpx.post(f"{server.url}/_stcore/agent/mcp", json={}).status_code >= 400
    config = httpx.get(f"{server.url}/_stcore/host-config").json()
    assert config["allowedOrigins"] == [] and not config["enableCustomParentMessages"]
    for path in ("/api/metrics.json", "/_stcore/health", "/_stcore/metrics", "/"):
        said = httpx.get(server.url + path, headers={"Origin": "http://evil.invalid"}).headers
        assert "access-control-allow-origin" not in said


TRICKS = [
    f"{start}{up * 4}{file}"
    for start in ("/assets/", "/app/static/", "/media/", "/static/", "/component/x/", "/api/",
                  "/_stcore/bidi-components/bureau_chart/", "/")
    for up in ("../", "..%2f", "%2e%2e/", "..%5c", "%252e%252e/", "....//")
    for file in ("etc/passwd", "dashboard.py")
]  # fmt: skip


def test_no_address_leads_to_a_file_that_is_not_served(server: Server) -> None:
    for trick in [*TRICKS, "//etc/passwd", "/app/static/C:%5cx", "/%00", "/app/static/icon.png%00"]:
        answer, body = asked(server, "GET", trick)
        assert answer.status in (200, 400, 404), trick
        assert b"root:" not in body and b"import streamlit" not in body, trick
        if answer.status == 200:
            assert b"<title>Streamlit" in body, trick


def test_no_parameter_splits_an_answer(server: Server) -> None:
    broken = "%0d%0aX-Evil:%201%0d%0a%0d%0a%3Cscript%3E"
    for query in (f"q={broken}", f"metric={broken}", f"lang={broken}", f"limit=1&q=a{broken}",
                  f"category=drills&limit=1&region={broken}", f"{broken}=1"):  # fmt: skip
        for path in ("/api/metrics.csv", "/api/catalog.json", "/training"):
            answer, body = asked(server, "GET", f"{path}?{query}")
            assert answer.headers["x-evil"] is None
            kind = str(answer.headers["content-type"])
            assert b"<script>" not in body or kind == "application/json" or path == "/training"
            assert "\n" not in "".join(answer.headers.values())


def test_invented_addresses_do_not_fill_the_compressed_files() -> None:
    asked_for = []

    async def framework(request: Request) -> Response:
        asked_for.append(request.url.path)
        kind = "text/html" if "none" in request.url.path else "text/javascript"
        return Response("a" * 5000, media_type=kind)

    kept = CompressedStatic(Starlette(routes=[Route("/{rest:path}", framework)]))
    client = TestClient(kept)
    for path in ("/static/none1", "/static/none2", "/static/a.js", "/static/a.js"):
        assert client.get(path).text == "a" * 5000
    assert list(kept.kept) == ["/static/a.js"]
    assert asked_for.count("/static/a.js") == 1
