"""List problems with data: where, what was found, how to mend it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from metrics.i18n import Words
from metrics.problems import Problem, most_severe_first
from ui.session.markdown import plain_text


def show_problems(title: str, problems: Sequence[Problem], _: Words) -> None:
    """Show all problems, the most severe first."""
    st.subheader(title, anchor=False)
    rows = [
        {
            _("Where"): problem.place(_),
            _("Found"): problem.found or "",
            _("Problem"): _.say(problem.message),
            _("How to mend it"): _.say(problem.fix) if problem.fix else "",
        }
        for problem in most_severe_first(problems)
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True)


def tell_problems(title: str, problems: Sequence[Problem], _: Words) -> None:
    """Show a document's few problems as sentences, the most severe first."""
    st.subheader(title, anchor=False)
    for problem in most_severe_first(problems):
        st.error(problem_text(problem, _))


def problem_text(problem: Problem, _: Words) -> str:
    """Return a problem in one line: what is wrong, and what to do."""
    parts = [_.say(problem.message), _.say(problem.fix) if problem.fix else ""]
    return plain_text(_("{what}. {fix}", what=parts[0], fix=parts[1]) if parts[1] else parts[0])
