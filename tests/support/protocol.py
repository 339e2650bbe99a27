"""A client of the pages' own connection, which says what no browser would say."""

import contextlib
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

from metrics.i18n import words
from tests.support.serving import Server

ZH = words("zh")
_SECONDS = 60


def pressed(name: str) -> WidgetState:
    """What a browser says of a button that was just pressed."""
    return WidgetState(id=name, trigger_value=True)


def written(name: str, text: str) -> WidgetState:
    """What a browser says of a box that somebody wrote into."""
    return WidgetState(id=name, string_value=text)


class Session:
    """One reader's connection; `number` is its name, `received` everything that came so far."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.received: list[ForwardMsg] = []
        self.number = ""

    def send(self, **said: Any) -> None:
        """Send one message."""
        self.connection.send(BackMsg(**said).SerializeToString())

    def run(self, page: str, *widgets: WidgetState, **query: str) -> list[Any]:
        """Have a page run with these widgets; return the elements that it shows."""
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = urlencode({"lang": "zh", **query})
        message.rerun_script.widget_states.widgets.extend(widgets)
        self.connection.send(message.SerializeToString())
        shown: list[Any] = []
        while True:
            content = self.connection.recv(timeout=_SECONDS)
            came = ForwardMsg.FromString(content)
            self.received.append(came)
            if came.WhichOneof("type") == "new_session":
                self.number = came.new_session.initialize.session_id
                shown = []
            if came.WhichOneof("type") == "delta" and came.delta.HasField("new_element"):
                element = came.delta.new_element
                shown.append(getattr(element, element.WhichOneof("type")))
            if came.WhichOneof("type") == "script_finished" and came.script_finished != (
                ForwardMsg.FINISHED_EARLY_FOR_RERUN
            ):
                return shown

    def sign_in(self, passcode: str, name: str = "李四", page: str = "upload") -> list[Any]:
        """Try to sign in as the form does; return what the page shows then."""
        shown = self.run(page)
        boxes = [one for one in shown if getattr(one, "id", "").endswith(("_name", "_passcode"))]
        own, code = (one.id for one in boxes)
        return self.run(
            page, written(own, name), written(code, passcode), pressed(button(shown, "Sign in"))
        )


def button(shown: list[Any], text: str) -> str:
    """Return the name of the button that says a text (in English here); empty without one."""
    label = re.sub(r"\d+", r"\\d+", re.escape(ZH(text, version=0) if "{" in text else ZH(text)))
    for one in shown:
        if hasattr(one, "form_id") and re.fullmatch(label, getattr(one, "label", "")):
            return str(one.id)
    return ""


def told(shown: list[Any]) -> str:
    """Return all texts that a page shows."""
    return "\n".join(str(getattr(one, "body", "")) for one in shown).replace("\\", "")


@contextlib.contextmanager
def session(
    server: Server, *, origin: str | None = "own", before: str = "", **headers: str
) -> Iterator[Session]:
    """Connect as a browser does; `before` is the name of a session to go on with."""
    url = server.url.replace("http", "ws", 1) + "/_stcore/stream"
    said = ["streamlit", "none", *([before] if before else [])]
    with connect(
        url,
        origin=server.url if origin == "own" else origin,  # type: ignore[arg-type]
        subprotocols=said,  # type: ignore[arg-type]
        additional_headers=headers,
        max_size=None,
        compression=None,
    ) as connection:
        yield Session(connection)
