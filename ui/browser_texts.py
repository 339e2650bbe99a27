"""Streamlit's own English texts in the browser, and the page's language attribute.

Streamlit has no setting for either. A small script rewrites the texts listed in
`locale/framework.csv`; a text that is not listed stays as it is.
"""

from __future__ import annotations

import json
from functools import lru_cache

import streamlit as st

from metrics.language import HTML_LANGUAGES, LOCALE_FOLDER, Words
from metrics.tabular import read_rows

_SCRIPT = """
<script>
(() => {
  const pairs = %(pairs)s;
  const target = %(target)s;
  document.documentElement.lang = %(html_language)s;
  const wanted = new Map(pairs.map(([en, zh]) => (target === "zh" ? [en, zh] : [zh, en])));
  const attributes = ["aria-label", "title", "placeholder"];
  const say = (text) => {
    const trimmed = text.trim();
    const found = wanted.get(trimmed);
    return found === undefined ? text : text.replace(trimmed, found);
  };
  const rewrite = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const said = say(node.data);
      if (said !== node.data) node.data = said;
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    for (const name of attributes) {
      const value = node.getAttribute(name);
      if (value && wanted.has(value.trim())) node.setAttribute(name, say(value));
    }
    for (const child of node.childNodes) rewrite(child);
  };
  window.__frameworkTexts?.disconnect();
  window.__frameworkTexts = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(rewrite);
      else rewrite(change.target);
    }
  });
  window.__frameworkTexts.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributeFilter: attributes,
  });
  rewrite(document.body);
})();
</script>
"""


def translate_browser_texts(_: Words) -> None:
    """Put Streamlit's own texts and the page's `lang` attribute into the reader's language."""
    st.html(_script(_.language), unsafe_allow_javascript=True)


@lru_cache
def _script(language: str) -> str:
    pairs = [(row["en"], row["zh"]) for row in read_rows(LOCALE_FOLDER / "framework.csv")]
    return _SCRIPT % {
        "pairs": json.dumps(pairs, ensure_ascii=False).replace("<", "\\u003c"),
        "target": json.dumps(language),
        "html_language": json.dumps(HTML_LANGUAGES[language]),
    }
