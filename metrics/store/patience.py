"""Wait for a PostgreSQL server as long as it answers, and no longer.

A server that is stopped, or whose machine hangs, keeps its connections open and says nothing: the
driver would wait for ever. Loaded for PostgreSQL alone.
"""

import time
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.waiting import Ready
from sqlalchemy import Connection

R = TypeVar("R")

ANSWER_SECONDS = 3.0
"""How long a server may take to begin a transaction; a health check waits longer."""
WORK_SECONDS = 60.0
"""How long it may work without a word on a statement, as on the lock of another writer."""


class NoAnswer(psycopg.OperationalError):
    """Report a server that keeps a connection open and says nothing."""


class Patient(psycopg.Connection[Any]):
    """Hold a connection whose server has to answer in time."""

    patience = ANSWER_SECONDS

    def wait(self, gen: PQGen[R], *args: Any, **named: Any) -> R:
        """Wait as the driver does, but give a silent server up and close the connection."""
        try:
            return super().wait(_while_it_answers(gen, self.patience), *args, **named)
        except NoAnswer:
            self.pgconn.finish()
            raise


def be_patient(connection: Connection) -> None:
    """Let the server work: it has answered in this transaction."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, Patient)
    driver.patience = WORK_SECONDS


def be_wary(driver: Any, *_record: Any) -> None:
    """Let the connection that goes back to its pool be asked warily the next time."""
    if driver is not None:  # one that was given up
        driver.patience = ANSWER_SECONDS


def _while_it_answers(gen: PQGen[R], seconds: float) -> PQGen[R]:
    """Pass a wait on, until nothing has come for some seconds."""
    try:
        wanted = next(gen)
        since = time.monotonic()
        while True:
            ready = yield wanted
            if ready != Ready.NONE:
                since = time.monotonic()
            elif time.monotonic() - since > seconds:
                raise NoAnswer(f"the server has not answered for {seconds:.0f} seconds")
            wanted = gen.send(ready)
    except StopIteration as end:
        result: R = end.value
        return result
