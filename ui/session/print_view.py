"""Show a page for printing: without menu and switches, its choices written out."""

import streamlit as st

from metrics.clock import now
from metrics.i18n import Words
from metrics.wording.formatter import Formatter
from ui.session.markdown import plain_text
from ui.session.url_state import PRINT

_CSS = """
.print-bar { display: flex; gap: 0.6rem; padding-top: 1.5rem; font-family: var(--st-font); }
.print-bar button {
  padding: 0.4rem 0.9rem; font: inherit; cursor: pointer; color: var(--st-text-color);
  background: var(--st-secondary-background-color); border: 1px solid var(--st-border-color);
  border-radius: var(--st-button-radius);
}
.print-bar button:focus-visible { outline: 2px solid var(--st-primary-color); }
@media print {
  .print-bar { display: none; }
  body, body * { background-color: transparent !important; }
  main > div { padding-bottom: 0 !important; }
  /* A page of A4 takes two rows of charts and their table. */
  main { zoom: 0.82; }
  /* What opens sources shows nothing on paper, and may not begin a page. */
  .st-key-sources { display: none; }
}
@page { margin: 12mm; }
"""
_JS = """
export default function ({ data, parentElement, setTriggerValue }) {
  // Paper is white: who reads on dark loads the page again in its light colours, which the
  // framework takes from the address only while it loads.
  const light = "embed_options";
  const here = new URL(location.href);
  if (data.dark && !here.searchParams.has(light)) {
    here.searchParams.set(light, "light_theme");
    location.replace(here);
    return;
  }
  if (parentElement.querySelector(".print-bar")) return;
  const bar = document.createElement("div");
  bar.className = "print-bar";
  const back = () => {
    const page = new URL(location.href);
    if (!page.searchParams.has(light)) return setTriggerValue("back", true);
    for (const name of [light, data.name]) page.searchParams.delete(name);
    location.assign(page);
  };
  for (const [text, act] of [[data.print, () => window.print()], [data.back, back]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.onclick = act;
    bar.append(button);
  }
  parentElement.append(bar);
}
"""
_bar = st.components.v2.component("bureau_print_bar", css=_CSS, js=_JS, isolate_styles=False)


def show_print_head(fmt: Formatter) -> None:
    """Show the head of a printed page, and on screen the print buttons."""
    _ = fmt.words
    _bar(
        data={
            "print": _("Print"),
            "back": _("Back to the page"),
            "name": PRINT,
            "dark": st.context.theme.type == "dark",
        },
        key="print_bar",
        on_back_change=_back,
    )
    facts = {
        "bureau": plain_text(fmt.name(fmt.dataset.bureau)),
        "version": fmt.dataset.version,
        "date": _.date(now().date()),
    }
    st.caption(_("{bureau} · data version {version} · printed {date}", **facts))


def show_print_button(_: Words) -> None:
    """Show the button that turns the page into the one to print."""
    st.button(_("Print view"), icon=":material/print:", type="tertiary", key="print", on_click=_go)


def _go() -> None:
    st.query_params[PRINT] = "true"


def _back() -> None:
    st.query_params.pop(PRINT, None)
