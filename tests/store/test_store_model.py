"""Any run of publications against the plainest possible model: a dictionary for each version."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from metrics.auth import local_editor
from metrics.model.observation import Observation
from metrics.store import (
    BaseMoved,
    NothingToPublish,
    Publication,
    SourceFile,
    create_store,
    open_store,
    publish,
    restore,
    verify,
)
from metrics.store.seed import Seed
from tests.support.figures import figure

rows = st.lists(
    st.builds(
        figure,
        st.sampled_from("甲乙丙丁"),
        st.none() | st.integers(0, 3) | st.decimals(0, 2, places=1),
        st.sampled_from([2023, 2024]),
    ),
    max_size=5,
    unique_by=lambda row: row.key,
)
State = dict[object, Observation]


class Publishing(RuleBasedStateMachine):
    """Publishes, goes back and reopens; `states` is what each version must hold."""

    bases = Bundle("bases")

    @initialize(first=rows, target=bases)
    def begin(self, first: list[Observation]) -> int:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "store.db"
        self.editor = local_editor("模型")
        self.store = create_store(self.path, Seed("seed.csv", "0", tuple(first)))
        self.states: list[State] = [{}, {row.key: row for row in first}]
        return 1

    @rule(new=rows, base=bases, years=st.sets(st.sampled_from([2023, 2024])), target=bases)
    def publish(self, new: list[Observation], base: int, years: set[int]) -> int:
        before = self.states[base]
        after = {
            key: row
            for key, row in before.items()
            if row.year not in years or key in {row.key for row in new}
        } | {row.key: row for row in new}
        return self._act(
            base,
            after,
            lambda: publish(
                self.store,
                new,
                editor=self.editor,
                base=base,
                replace_years=years,
                file=SourceFile("f", str(len(self.states))),
            ),
        )

    @rule(version=bases, target=bases)
    def go_back(self, version: int) -> int:
        newest = len(self.states) - 1
        after = self.states[version]
        return self._act(
            newest, after, lambda: restore(self.store, version, editor=self.editor, base=newest)
        )

    def _act(self, base: int, after: State, act: Callable[[], Publication]) -> int:
        newest = len(self.states) - 1
        try:
            made = act()
        except BaseMoved:
            assert base < newest
        except NothingToPublish:
            assert base == newest and after == self.states[base]
        else:
            assert base == newest and after != self.states[base]
            assert made.version == newest + 1
            self.states.append(after)
        return len(self.states) - 1

    @rule()
    def reopen(self) -> None:
        self.store.database.close()
        self.store = open_store(self.path)

    @rule(version=bases)
    def as_of(self, version: int) -> None:
        found = self.store.current(version)
        assert {row.key: row for row in found} == self.states[version]

    @invariant()
    def the_newest_state_is_the_fold_of_all(self) -> None:
        version, found = self.store.current_with_version()
        assert version == self.store.version() == len(self.states) - 1
        assert len(found) == len(self.states[-1])
        assert {row.key: row for row in found} == self.states[-1]

    def teardown(self) -> None:
        if hasattr(self, "store"):
            assert verify(self.store).ok
            self.store.database.close()
            self.folder.cleanup()


TestPublishing = Publishing.TestCase
TestPublishing.settings = settings(
    max_examples=15,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
