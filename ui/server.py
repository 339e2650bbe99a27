"""The server around the pages: what happens before the first visitor comes, and other routes."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.routing import BaseRoute

from metrics.editors import PASSCODE_VARIABLE
from metrics.problems import BrokenData
from metrics.published import published
from metrics.store import StoreError
from ui import api, assets
from ui.resources import signs_in_elsewhere, the_door, the_store


def routes() -> list[BaseRoute]:
    """Return what this server answers besides its pages."""
    return [*assets.routes(), *api.routes(), api.no_such_address()]


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Open the store, load what is published, and tell the terminal how editors sign in."""
    try:
        published(the_store())
        _announce_passcode()
    except (StoreError, BrokenData) as error:
        # The pages say what is wrong, in the reader's language; the server still answers.
        print(f"  The figures cannot be shown: {error}", file=sys.stderr)
    warming = asyncio.create_task(asyncio.to_thread(assets.warm_up))
    yield
    await warming


def _announce_passcode() -> None:
    generated = the_door().generated
    if generated and not signs_in_elsewhere():
        print(
            f"  Passcode for editors, for this run of the server: {generated}\n"
            f"  (set {PASSCODE_VARIABLE} to choose your own)",
            file=sys.stderr,
            flush=True,
        )
