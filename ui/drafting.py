"""What an editor decides about an import, kept in the store as they decide it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from metrics.editors import Editor
from metrics.store.drafts import OpenDraft, delete_draft, save_draft
from metrics.store.faults import StoreError
from ui.frame import View

DRAFT = "_upload_draft"
OUTCOME = "_upload_outcome"


def keep(view: View, editor: Editor, draft: OpenDraft, **decisions: Any) -> None:
    """Keep decisions in the draft; raises NotAllowed and StoreError."""
    save_draft(
        view.store,
        editor=editor,
        name=draft.draft.name,
        payload=draft.payload,
        state={**draft.state, **decisions},
        draft=draft.draft.id,
    )


def finish(view: View, editor: Editor, draft: OpenDraft, version: int) -> None:
    """Put away a draft whose figures are published; the page says which version they are."""
    st.session_state.pop(DRAFT, None)
    st.session_state[OUTCOME] = version
    try:
        delete_draft(view.store, draft.draft.id, editor=editor)
    except StoreError:
        # Another editor put it away already; the publication stands.
        return
