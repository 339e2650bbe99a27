// Figures as buttons. `data` is {kind: "cards", form, heading, cards}, {kind: "table", header, rows,
// caption} or {kind: "said", form, text}; a click sends the figure's address as the trigger "open".

const SVG = "http://www.w3.org/2000/svg";
const AT_ONCE = 60; // lines of a long table

function opens(tag, className, address, open) {
  const button = element(tag, className);
  button.type = "button";
  button.onclick = () => open(address);
  return button;
}

// A link to a metric's page, which opens in the reader's session unless it is to be a new tab.
export function pageLink(text, page, open) {
  const link = element("a", "figure-page", text);
  link.href = page;
  link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(page);
  };
  return link;
}

// The colours of the page on which figures are being made.
const look = { dark: false, tones: {} };

// Whether the page is a dark one, by the colour of its ground.
export function isDark(place) {
  const ground = getComputedStyle(place).getPropertyValue("--st-background-color").trim();
  const parts = ground.match(/^#(..)(..)(..)$/)?.slice(1).map((part) => parseInt(part, 16));
  return parts ? parts[0] + parts[1] + parts[2] < 384 : false;
}

function paint(node, color) {
  const [pale, dark, darkPale] = look.tones[color] ?? [color, color, color];
  node.style.setProperty("--figure-color", look.dark ? dark : color);
  node.style.setProperty("--figure-pale", look.dark ? darkPale : pale);
}

function yearBars(years) {
  const picture = document.createElementNS(SVG, "svg");
  const step = 100 / years.length;
  picture.setAttribute("viewBox", "0 0 100 30");
  picture.setAttribute("preserveAspectRatio", "none");
  picture.setAttribute("aria-hidden", "true");
  years.forEach(([, share], index) => {
    if (share === null) return;
    const bar = document.createElementNS(SVG, "rect");
    const height = Math.max(share * 30, 0.6);
    bar.setAttribute("x", index * step + step * 0.19);
    bar.setAttribute("width", step * 0.62);
    bar.setAttribute("y", 30 - height);
    bar.setAttribute("height", height);
    if (index < years.length - 1) bar.setAttribute("class", "figure-earlier");
    picture.append(bar);
  });
  return picture;
}

function card(content, open) {
  const button = content.address
    ? opens("button", "figure-card", content.address, open)
    : element("div", "figure-card figure-absent");
  paint(button, content.color);
  button.append(element("span", "figure-title", content.title));
  const figure = element("span", "figure-value");
  figure.append(element("span", "figure-number", content.number));
  if (content.unit) figure.append(" ", element("span", "figure-unit", content.unit));
  button.append(figure);
  if (content.note) button.append(element("span", "figure-note", content.note));
  if (content.years.length > 1) button.append(yearBars(content.years));
  if (content.definition) button.append(element("span", "figure-note", content.definition));
  if (content.place) button.append(element("span", "figure-place", content.place));
  return button;
}

function cards(data, open) {
  const list = element("div", `figure-cards figure-${data.form}`);
  list.append(...data.cards.map((content) => card(content, open)));
  if (!data.heading) return list;
  const whole = element("div", "figure-group");
  whole.append(element("h3", "figure-heading", data.heading), list);
  return whole;
}

function table(data, open) {
  const { frame, body, lineOf } = emptyTable(data, open);
  body.append(...data.rows.map(lineOf));
  return frame;
}

// A table with its head alone, and what makes a line of it.
function emptyTable(data, open) {
  const frame = element("div", `figure-table ${data.dense ? "figure-dense" : ""}`);
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", data.caption);
  const made = element("table");
  made.append(element("caption", "", data.caption));
  const head = made.createTHead().insertRow();
  data.header.forEach((name) => {
    const cell = element("th", "", name);
    cell.scope = "col";
    head.append(cell);
  });
  const body = made.createTBody();
  const roles = columnRoles(data.rows);
  frame.append(made);
  return { frame, body, lineOf: (row) => tableLine(row, open, data.header, roles) };
}

// What each column is to a reader of a narrow screen, where a row is an entry of a list: the name
// (what stands before it is a heading), the figure beside it, and what follows under both.
function columnRoles(rows) {
  const width = rows[0]?.length ?? 0;
  const has = (column, known) => rows.some((row) => known(row[column]));
  const columns = Array.from({ length: width }, (_, column) => column);
  const name = Math.max(0, columns.findIndex((column) => has(column, ({ page }) => page)));
  const figure = columns.find((column) => column > name && has(column, ({ number }) => number));
  return columns.map((column) => {
    if (column < name) return "group";
    if (column === name) return "entry";
    return column === figure ? "told" : "rest";
  });
}

function tableLine(row, open, header, roles) {
  const line = element("tr");
  row.forEach((content, index) => {
    const cell = element(index === 0 ? "th" : "td", content.number ? "figure-cell" : "");
    if (index === 0) cell.scope = "row";
    cell.dataset.role = roles[index];
    cell.dataset.label = header[index];
    cell.classList.toggle("figure-empty", !content.text && !content.years);
    if (content.name) cell.translate = false;
    if (content.years) {
      cell.classList.add("figure-trend");
      paint(cell, content.color);
      cell.append(yearBars(content.years));
    } else if (content.address) {
      const button = opens("button", "figure-link", content.address, open);
      button.textContent = content.text;
      cell.append(button);
    } else if (content.page) {
      cell.append(pageLink(content.text, content.page, open));
    } else {
      cell.textContent = content.text;
    }
    line.append(cell);
  });
  return line;
}

// A table that readers sort by its headings and search; both stay when its rows change.
function workingTable(data, open, state, tell) {
  const { frame, body, lineOf } = emptyTable(data, open);
  const lines = data.rows.map((cells, index) => ({ cells, index }));
  const colors = { ...look };
  let turn = 0;
  const search = element("input", "figure-search");
  search.type = "search";
  search.placeholder = data.search;
  search.setAttribute("aria-label", data.search);
  search.value = state.search;
  search.maxLength = 80;
  const nothing = element("p", "figure-nothing", data.nothing);
  nothing.setAttribute("role", "status");
  const heads = [...frame.querySelectorAll("thead th")];

  function arrange() {
    state.search = search.value;
    const wanted = search.value.trim().toLowerCase();
    const { column, falling } = state;
    const ordered = [...lines];
    if (column !== undefined && column < data.header.length) {
      ordered.sort((a, b) => compared(a.cells[column], b.cells[column], falling) || a.index - b.index);
    }
    const found = ordered.filter(({ cells }) =>
      cells.some((cell) => cell.text.toLowerCase().includes(wanted)),
    );
    fill(found);
    nothing.hidden = found.length > 0;
    heads.forEach((head, index) => {
      const sorted = index === column ? (falling ? "descending" : "ascending") : "none";
      if (head.firstElementChild) head.setAttribute("aria-sort", sorted);
    });
  }

  // What a screen shows of the lines comes at once, the others in parts behind it.
  function fill(found) {
    const now = ++turn;
    const made = (from) => {
      Object.assign(look, colors);
      return found.slice(from, from + AT_ONCE).map((one) => (one.line ??= lineOf(one.cells)));
    };
    const more = (from) => {
      if (now !== turn || from >= found.length) return;
      body.append(...made(from));
      setTimeout(more, 0, from + AT_ONCE);
    };
    body.replaceChildren(...made(0));
    setTimeout(more, 0, AT_ONCE);
  }

  // The address holds what is on screen; it is written when a reader is through with typing.
  function told() {
    const named = state.column === undefined ? "" : data.names[state.column];
    const said = { sort: (named && state.falling ? "-" : "") + named, find: search.value.trim() };
    if (said.sort === state.told.sort && said.find === state.told.find) return;
    state.told = said;
    tell(said);
  }

  heads.forEach((head, index) => {
    if (!data.rows.some((row) => row[index].order !== undefined)) return;
    const button = element("button", "figure-sort", head.textContent);
    button.type = "button";
    button.onclick = () => {
      // Numbers are looked at from the largest, names from the first.
      const number = data.rows.some((row) => typeof row[index].order === "number");
      if (state.column !== index) Object.assign(state, { column: index, falling: number });
      else if (state.falling === number) state.falling = !number;
      else state.column = undefined;
      arrange();
      told();
    };
    head.replaceChildren(button);
  });
  search.oninput = arrange;
  search.onchange = told;
  arrange();
  const whole = element("div", "figure-working");
  whole.append(search, frame, nothing);
  return whole;
}

// What the address says of a table's order, where it is not what was told last.
function orderOf(data, state) {
  const { sort, find } = data;
  if (state.told?.sort === sort && state.told?.find === find) return;
  const column = data.names.indexOf(sort.replace(/^-/, ""));
  state.told = { sort, find };
  state.search = find;
  state.falling = sort.startsWith("-");
  state.column = column < 0 ? undefined : column;
}

// What has no number comes last, whichever way a column is sorted.
function compared(a, b, falling) {
  if (a.order === undefined || b.order === undefined) {
    return (a.order === undefined) - (b.order === undefined);
  }
  const order =
    typeof a.order === "number"
      ? a.order - b.order
      : String(a.order).localeCompare(String(b.order), document.documentElement.lang || "zh-CN");
  return falling ? -order : order;
}

const states = new WeakMap();
// LOOKS is figures.css, which the server puts before this script.
document.head.append(element("style", "", LOOKS));

function sentence(data) {
  const made = element("p", `figure-said figure-${data.form}`, data.text);
  made.hidden = !data.text;
  return made;
}

function contentOf(data, open, state, tell) {
  if (data.kind === "said") return sentence(data);
  if (data.kind === "cards") return cards(data, open);
  if (data.kind === "paragraph") return paragraph(data, open);
  if (data.kind === "band") return band(data, open);
  if (data.kind === "numerals") return numerals(data);
  return data.search ? workingTable(data, open, state, tell) : table(data, open);
}

const SHOWN = {
  body: showBody,
  chart: drawChart,
  frames: keepFrames,
  sources: showSources,
  switch: showSwitch,
};

// Shows what a component is given; returns what is to be done when it leaves. `charts` loads the
// script of charts.
export function show(component, charts) {
  return (SHOWN[component.data.kind] ?? showFigures)(component, charts);
}

function showFigures(component) {
  const { data, parentElement } = component;
  if (!states.has(parentElement)) states.set(parentElement, {});
  const state = states.get(parentElement);
  state.component = component;
  // Also called when nothing new has come, but the page's colours perhaps.
  const dark = isDark(parentElement);
  if (data === state.answer && dark === state.dark) return;
  if (data === state.answer) return repaint(state, dark);
  state.dark = dark;
  state.answer = data;
  put(state, data);
}

function repaint(state, dark) {
  const told = JSON.parse(state.shown);
  Object.assign(state, { dark, shown: "" });
  put(state, told);
}

function put(state, data) {
  const { parentElement } = state.component;
  let place = parentElement.querySelector(":scope > .figures");
  const told = JSON.stringify(data);
  if (place && told === state.shown) return;
  state.shown = told;
  const open = (address) => openSource(address) || state.component.setTriggerValue("open", address);
  const tell = (said) => state.component.setTriggerValue("arranged", said);
  if (data.search) orderOf(data, state);
  Object.assign(look, { dark: state.dark, tones: data.tones ?? {} });
  const content = contentOf(data, open, state, tell);
  if (!place) {
    place = element("div", "figures");
    parentElement.append(place);
  }
  const controls = () => [...place.querySelectorAll("button, input")];
  const held = controls().indexOf(document.activeElement);
  const scrolled = place.querySelector(".figure-table")?.scrollLeft ?? 0;
  place.replaceChildren(content);
  if (held >= 0) controls()[held]?.focus({ preventScroll: true });
  if (scrolled) place.querySelector(".figure-table").scrollLeft = scrolled;
}
