/* Streamlit's own texts in the reader's language, as they appear; {} stands for anything. */
({ pairs, target, htmlLanguage }) => {
  document.documentElement.lang = htmlLanguage;
  const turned = pairs.map(([en, zh]) => (target === "zh" ? [en, zh] : [zh, en]));
  const wanted = new Map(turned);
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const patterns = turned
    .filter(([from]) => from.includes("{}"))
    .map(([from, to]) => [new RegExp(`^${from.split("{}").map(escaped).join("(.+)")}$`), to]);
  const said = (text) => {
    const trimmed = text.trim();
    if (!trimmed) return text;
    if (wanted.has(trimmed)) return text.replace(trimmed, wanted.get(trimmed));
    for (const [pattern, to] of patterns) {
      const found = trimmed.match(pattern);
      if (found) return to.replace("{}", found[1]);
    }
    return text;
  };
  const attributes = ["aria-label", "title", "placeholder"];
  const rewrite = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = said(node.data);
      if (text !== node.data) node.data = text;
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    for (const name of attributes) {
      const value = node.getAttribute(name);
      if (value && said(value) !== value) node.setAttribute(name, said(value));
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
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: attributes,
  });
  rewrite(document.body);
}
