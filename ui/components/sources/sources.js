// The panel that says where a figure comes from. `data` is {scope, known, opened, words, language}:
// what is known of figures by their addresses, and [address, number] of the panel that the server
// opens. The trigger "open" is the address of a page, "report" that of a figure whose report is to be shown.

const panel = { scope: undefined, known: new Map(), number: 0 };

function showSources(component) {
  const { data, parentElement } = component;
  panel.component = component;
  if (data === panel.answer) return;
  panel.answer = data;
  if (data.scope !== panel.scope) panel.known.clear();
  panel.scope = data.scope;
  Object.entries(data.known).forEach(([address, content]) => panel.known.set(address, content));
  if (!panel.dialog?.isConnected || panel.dialog.parentElement !== parentElement) {
    panel.dialog = sourceDialog();
    parentElement.append(panel.dialog);
  }
  const [opened, number] = data.opened;
  if (opened && number !== panel.number) openSource(opened);
  else if (panel.dialog.open && data.known[panel.shown]?.report?.length) fillReport();
  panel.number = number;
}

function sourceDialog() {
  const dialog = element("dialog", "source");
  dialog.tabIndex = -1;
  dialog.onclick = (event) => {
    if (event.target === dialog) dialog.close();
  };
  // Keys that mean something to the page mean nothing while its panel is open.
  dialog.onkeydown = (event) => event.stopPropagation();
  return dialog;
}

// Shows the source of a figure at once; whether it is known here.
export function openSource(address) {
  const content = panel.known.get(address);
  if (!content || !panel.dialog?.isConnected) return false;
  panel.shown = address;
  const { words, language } = panel.answer;
  panel.dialog.setAttribute("aria-label", words.title);
  panel.dialog.lang = language;
  panel.dialog.replaceChildren(...sourceParts(content, words));
  if (!panel.dialog.open) panel.dialog.showModal();
  // Not the first button: its ring would be the first thing that is seen.
  panel.dialog.focus({ preventScroll: true });
  panel.dialog.scrollTop = 0;
  return true;
}

function sourceParts(content, words) {
  const head = element("header", "source-head");
  const close = element("button", "source-close", "✕");
  close.type = "button";
  close.setAttribute("aria-label", words.close);
  close.onclick = () => panel.dialog.close();
  head.append(element("span", "source-kind", content.quoted || words.title), close);
  const [metric, figure, place] = content.heading;
  const title = element("h2", "source-title", metric);
  const parts = [head, quoteOf(content.quote), waysOf(content.ways), title];
  parts.push(element("p", "source-figure", figure));
  parts.push(element("p", "source-place", place));
  if (content.badge) parts.push(element("p", "source-badge", content.badge));
  const facts = element("dl", "source-facts");
  content.facts.forEach(([name, fact]) => facts.append(element("dt", "", name), element("dd", "", fact)));
  parts.push(facts, waysOf([content.more]));
  if (content.report) parts.push(reportOf(content, words));
  content.copied.forEach(([name, texts]) => {
    parts.push(element("h3", "source-heading", name), ...texts.map((text) => copiedText(text, words)));
  });
  return parts;
}

function quoteOf([lead, printed, tail]) {
  const quote = element("blockquote", "source-quote");
  quote.lang = "zh-CN";
  if (printed) quote.append(lead, element("mark", "", printed), tail);
  quote.hidden = !printed;
  return quote;
}

function waysOf(ways) {
  const list = element("p", "source-ways");
  ways.forEach(([text, address]) => {
    const outside = /^[a-z]+:/i.test(address);
    const link = outside
      ? element("a", "source-way", text)
      : pageLink(text, address, (page) => panel.component.setTriggerValue("open", page));
    if (outside) Object.assign(link, { href: address, target: "_blank", rel: "noopener noreferrer" });
    link.className = "source-way";
    list.append(link);
  });
  list.hidden = !ways.length;
  return list;
}

// The report comes when it is asked for, as it is many times what the rest of the panel is.
function reportOf(content, words) {
  const whole = element("details", "source-report");
  const text = element("div", "source-text");
  text.tabIndex = 0;
  text.lang = "zh-CN";
  text.setAttribute("role", "region");
  text.setAttribute("aria-label", words.reading);
  whole.append(element("summary", "", words.report), text);
  whole.ontoggle = () => {
    if (!whole.open) return;
    if (content.report.length) fillReport();
    else panel.component.setTriggerValue("report", panel.shown);
  };
  return whole;
}

function fillReport() {
  const text = panel.dialog.querySelector(".source-text");
  const { report } = panel.known.get(panel.shown);
  if (!text || text.childElementCount) return;
  text.append(
    ...report.map((pieces) => {
      const line = element("p");
      line.append(...pieces.map((piece) => (piece.state ? element("mark", "", piece.text) : piece.text)));
      return line;
    }),
  );
  const mark = text.querySelector("mark");
  if (mark) text.scrollTop += mark.getBoundingClientRect().top - text.getBoundingClientRect().top - 120;
}

function copiedText(text, words) {
  const line = element("div", "source-copied");
  const code = element("pre");
  code.append(element("code", "", text));
  const button = element("button", "source-copy", words.copy);
  button.type = "button";
  button.onclick = async () => {
    await copyText(text, code);
    button.textContent = words.copied;
    setTimeout(() => (button.textContent = words.copy), 1500);
  };
  line.append(code, button);
  return line;
}

// Without an encrypted line browsers have no clipboard for pages; there the text is marked and copied.
async function copyText(text, place) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text).catch(() => markAndCopy(place));
  return markAndCopy(place);
}

function markAndCopy(place) {
  getSelection().selectAllChildren(place);
  document.execCommand("copy");
}
