"""A server with a passcode, as the tests of several pages run it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from metrics import FOLDER_VARIABLE
from metrics.auth import HASH_VARIABLE, PASSCODE_VARIABLE
from metrics.store import Store, open_store
from metrics.store.opening import URL_VARIABLE
from tests.support.app_pages import turned_to
from ui.session.services import sign_in_service

ROOT = Path(__file__).resolve().parents[2]
PASSCODE = "Regenschirm-7"
Open = Callable[..., AppTest]


@pytest.fixture
def target(tmp_path: Path) -> str:
    """Where the pages of one test keep what is published."""
    return f"sqlite:///{tmp_path}/metrics.db"


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch, target: str) -> Iterator[Open]:
    """Open a page in a session of its own, on a server that has a passcode."""
    monkeypatch.setenv(URL_VARIABLE, target)
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
    monkeypatch.setenv(PASSCODE_VARIABLE, PASSCODE)
    monkeypatch.delenv(HASH_VARIABLE, raising=False)
    sign_in_service.cache_clear()

    def opened(page: str = "upload", **query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        app.query_params.update(query)
        app.run()
        return turned_to(app, page)

    yield opened
    sign_in_service.cache_clear()


@pytest.fixture
def records(open_page: Open, target: str) -> Iterator[Store]:
    """The store of that server, opened as another process would."""
    open_page()
    opened = open_store(target)
    yield opened
    opened.database.close()


def sign_in(app: AppTest, passcode: str = PASSCODE, name: str = "李四") -> AppTest:
    app.text_input(key="sign_in_name").set_value(name)
    app.text_input(key="sign_in_passcode").set_value(passcode)
    return next(b for b in app.button if b.proto.is_form_submitter).click().run()


def said(app: AppTest) -> str:
    shown = [*app.markdown, *app.caption, *app.error, *app.success, *app.info]
    return "\n".join(one.value.replace("\\", "") for one in shown)
