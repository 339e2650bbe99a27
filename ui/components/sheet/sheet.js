// A sheet with roles and states. `data` is {columns: [{letter, role}], rows: [{number, role, cells:
// [{text, state, told, across, down} or null]}], texts, columnRoles, rowRoles}. Sends {kind, row,
// column, value} as the trigger "change".

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function picker(roles, role, label, choose) {
  const made = element("select", "sheet-role");
  made.setAttribute("aria-label", label);
  const known = roles.some(([value]) => value === role);
  for (const [value, name] of known ? roles : [["", "–"], ...roles]) {
    const option = element("option", "", name);
    option.value = value;
    made.append(option);
  }
  made.value = known ? role : "";
  made.onchange = () => made.value && choose(made.value);
  return made;
}

function edit(cell, text, label, send) {
  if (cell.querySelector("input")) return;
  const box = element("input", "sheet-edit");
  box.value = text;
  box.setAttribute("aria-label", label);
  cell.replaceChildren(box);
  box.select();
  let open = true;
  const close = (keep) => {
    if (!open) return;
    open = false;
    const written = box.value;
    cell.textContent = keep ? written : text;
    cell.focus();
    if (keep && written !== text) send(written);
  };
  box.onkeydown = (event) => {
    event.stopPropagation();
    if (event.key === "Enter") close(true);
    if (event.key === "Escape") close(false);
  };
  box.onblur = () => close(true);
}

function move(frame, cell, rows, columns) {
  const at = [Number(cell.dataset.row) + rows, Number(cell.dataset.column) + columns];
  const found = frame.querySelector(`[data-row="${at[0]}"][data-column="${at[1]}"]`);
  if (!found) return;
  cell.tabIndex = -1;
  found.tabIndex = 0;
  found.focus();
}

const STEPS = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
};

function cellOf(cell, at, place, label, frame, send) {
  const made = element("td", cell.state ? `sheet-${cell.state}` : "", cell.text);
  made.colSpan = cell.across;
  made.rowSpan = cell.down;
  made.title = cell.told;
  made.tabIndex = at[0] === 0 && at[1] === 0 ? 0 : -1;
  [made.dataset.row, made.dataset.column] = at;
  const begin = () => edit(made, cell.text, label, (value) => send({ kind: "cell", ...place, value }));
  made.onclick = begin;
  made.onkeydown = (event) => {
    const step = STEPS[event.key];
    if (step) move(frame, made, ...step);
    if (event.key === "Enter" || event.key === "F2") begin();
    if (step || event.key === "Enter") event.preventDefault();
  };
  return made;
}

function head(data, send) {
  const line = element("tr");
  line.append(element("th", "sheet-corner"));
  for (const { letter, role } of data.columns) {
    const made = element("th", `sheet-column sheet-role-${role || "none"}`);
    made.scope = "col";
    const label = data.texts.column.replace("{place}", letter);
    const choose = (value) => send({ kind: "column", column: letter, value });
    made.append(element("span", "", letter), picker(data.columnRoles, role, label, choose));
    line.append(made);
  }
  return line;
}

function lineOf(row, number, data, frame, send) {
  const line = element("tr", `sheet-row-${row.role || "none"}`);
  const made = element("th", "sheet-number");
  made.scope = "row";
  const label = data.texts.row.replace("{place}", row.number);
  const choose = (value) => send({ kind: "row", row: row.number, value });
  made.append(element("span", "", row.number), picker(data.rowRoles, row.role, label, choose));
  line.append(made);
  row.cells.forEach((cell, at) => {
    if (!cell) return;
    const place = { row: row.number, column: data.columns[at].letter };
    const named = data.texts.cell.replace("{place}", `${place.column}${place.row}`);
    line.append(cellOf(cell, [number, at], place, named, frame, send));
  });
  return line;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const send = (change) => setTriggerValue("change", change);
  let frame = parentElement.querySelector(":scope > .sheet");
  if (!frame) {
    frame = element("div", "sheet");
    parentElement.append(frame);
  }
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", data.texts.label);
  const [top, left] = [frame.scrollTop, frame.scrollLeft];
  const focused = document.activeElement?.closest?.(".sheet td")?.dataset;
  const table = element("table");
  const heading = element("thead");
  heading.append(head(data, send));
  const body = element("tbody");
  body.append(...data.rows.map((row, at) => lineOf(row, at, data, frame, send)));
  table.append(heading, body);
  frame.replaceChildren(table);
  [frame.scrollTop, frame.scrollLeft] = [top, left];
  if (focused) {
    const { row, column } = focused;
    frame.querySelector(`[data-row="${row}"][data-column="${column}"]`)?.focus({ preventScroll: true });
  }
}
