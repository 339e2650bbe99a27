// A sheet with roles and states. `data` is {columns: [{letter, role}], rows: [{number, role, cells:
// [{text, state, hint, mended, across, down} or null]}], texts, columnRoles, rowRoles}. Sends {kind, row,
// column, value} as the trigger "change". One cell takes part in the order of Tab; arrows move to
// all others, heads included, Enter opens the one in focus.

function picker(roles, role, label) {
  const made = element("select", "sheet-role");
  made.setAttribute("aria-label", label);
  made.tabIndex = -1;
  const known = roles.some(([value]) => value === role);
  for (const [value, name] of known ? roles : [["", "–"], ...roles]) {
    const option = element("option", "", name);
    option.value = value;
    made.append(option);
  }
  made.value = known ? role : "";
  return made;
}

function headOf(className, text, place, roles, role, label) {
  const made = element("th", className);
  [made.dataset.row, made.dataset.column] = place;
  made.tabIndex = -1;
  made.append(element("span", "", text), picker(roles, role, label));
  return made;
}

function cellOf(cell, place, name, role) {
  const made = element("td", cell.state ? `sheet-${cell.state}` : "", cell.text);
  if (cell.mended) made.classList.add("sheet-mended");
  if (role === "ignore") made.classList.add("sheet-out");
  [made.dataset.row, made.dataset.column] = place;
  if (cell.across > 1) made.colSpan = cell.across;
  if (cell.down > 1) made.rowSpan = cell.down;
  made.tabIndex = -1;
  made.setAttribute("role", "gridcell");
  if (cell.hint) {
    made.title = cell.hint;
    made.setAttribute("aria-description", `${name}, ${cell.hint}`);
  }
  return made;
}

function heading(data) {
  const line = element("tr");
  line.append(element("th", "sheet-corner"));
  data.columns.forEach(({ letter, role }, at) => {
    const label = data.texts.column.replace("{place}", letter);
    const named = `sheet-column sheet-role-${role || "none"}`;
    const made = headOf(named, letter, [-1, at], data.columnRoles, role, label);
    made.scope = "col";
    line.append(made);
  });
  return line;
}

function lineOf(row, number, data) {
  const line = element("tr", `sheet-row-${row.role || "none"}`);
  const label = data.texts.row.replace("{place}", row.number);
  const made = headOf("sheet-number", row.number, [number, -1], data.rowRoles, row.role, label);
  made.scope = "row";
  line.append(made);
  row.cells.forEach((cell, at) => {
    if (!cell) return;
    const { letter, role } = data.columns[at];
    line.append(cellOf(cell, [number, at], letter + row.number, role));
  });
  return line;
}

// Every place of the sheet with the cell that takes it, merged cells several times.
function placesOf(table) {
  const places = new Map();
  for (const cell of table.querySelectorAll("[data-row]")) {
    const [row, column] = [Number(cell.dataset.row), Number(cell.dataset.column)];
    for (let down = 0; down < (cell.rowSpan || 1); down += 1)
      for (let across = 0; across < (cell.colSpan || 1); across += 1)
        places.set(`${row + down},${column + across}`, cell);
  }
  return places;
}

const STEPS = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
};

function next(cell, key, { data, places }) {
  let [row, column] = [Number(cell.dataset.row), Number(cell.dataset.column)];
  if (key === "Home" || key === "End")
    return places.get(`${row},${key === "Home" ? -1 : data.columns.length - 1}`);
  const [down, across] = STEPS[key];
  let found = cell;
  while (found === cell) {
    row += down;
    column += across;
    found = places.get(`${row},${column}`);
  }
  return found;
}

function focusOn(cell, view) {
  if (!cell) return;
  if (view.entry) view.entry.tabIndex = -1;
  view.entry = cell;
  cell.tabIndex = 0;
  cell.focus();
}

function edit(cell, view) {
  if (cell.querySelector("input")) return;
  const { data, send } = view;
  const [row, column] = [data.rows[cell.dataset.row], data.columns[cell.dataset.column]];
  const text = row.cells[cell.dataset.column].text;
  const box = element("input", "sheet-edit");
  box.value = text;
  box.setAttribute("aria-label", data.texts.cell.replace("{place}", column.letter + row.number));
  cell.replaceChildren(box);
  box.select();
  let open = true;
  const close = (keep, stay) => {
    if (!open) return;
    open = false;
    const written = box.value;
    cell.textContent = keep ? written : text;
    if (stay) focusOn(cell, view);
    if (keep && written !== text)
      send({ kind: "cell", row: row.number, column: column.letter, value: written });
  };
  box.onkeydown = (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Enter") close(true, true);
    if (event.key === "Escape") close(false, true);
  };
  box.onblur = () => close(true, false);
}

function roleAt({ dataset }, data) {
  const [row, column] = [Number(dataset.row), Number(dataset.column)];
  const role = row < 0 ? data.columns[column].role : data.rows[row].role;
  const known = (row < 0 ? data.columnRoles : data.rowRoles).some(([value]) => value === role);
  return known ? role : "";
}

// The list of roles opens: a closed one would take another role at every arrow.
function choose(select) {
  select.focus();
  try {
    select.showPicker();
  } catch {
    /* an older browser opens it by Alt and an arrow */
  }
}

function open(cell, view) {
  const select = cell.querySelector("select");
  if (select) choose(select);
  else edit(cell, view);
}

function listen(frame, view) {
  frame.onclick = ({ target }) => {
    const cell = target.closest("td");
    if (cell) edit(cell, view);
  };
  // By keys a list takes another role at every arrow, open or not, and some browsers keep it at
  // Escape: it counts when Enter or leaving ends it. The keys of an open list are seen as they
  // come up.
  let pending = null;
  let byKeys = false;
  const end = (select, keep) => {
    const { row, column } = select.closest("th").dataset;
    const { data, send } = view;
    const before = roleAt(select.closest("th"), data);
    pending = null;
    if (!keep) select.value = before;
    else if (select.value && select.value !== before)
      send(
        row === "-1"
          ? { kind: "column", column: data.columns[column].letter, value: select.value }
          : { kind: "row", row: data.rows[row].number, value: select.value },
      );
  };
  frame.onpointerdown = () => {
    byKeys = false;
  };
  frame.onchange = ({ target }) => {
    if (!target.matches("select")) return;
    pending = target;
    if (!byKeys) end(target, true);
  };
  frame.onkeyup = ({ target, key }) => {
    if (target === pending && (key === "Enter" || key === "Escape")) {
      end(target, key === "Enter");
      focusOn(target.closest("th"), view);
    }
  };
  frame.onfocusout = ({ target }) => {
    if (target === pending) end(target, true);
  };
  frame.onkeydown = (event) => {
    const cell = event.target.closest("[data-row]");
    if (!cell || event.isComposing) return;
    byKeys = true;
    if (event.target.matches("select")) {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      end(event.target, event.key === "Enter");
      focusOn(cell, view);
      event.preventDefault();
      return;
    }
    if (event.key in STEPS || event.key === "Home" || event.key === "End")
      focusOn(next(cell, event.key, view), view);
    else if (event.key === "Enter" || event.key === "F2") open(cell, view);
    else return;
    event.preventDefault();
  };
}

export default function ({ data, parentElement, setTriggerValue }) {
  let frame = parentElement.querySelector(":scope > .sheet");
  if (!frame) {
    frame = element("div", "sheet");
    parentElement.append(frame);
  }
  const table = element("table");
  table.setAttribute("role", "grid");
  table.setAttribute("aria-label", data.texts.label);
  const head = element("thead");
  head.append(heading(data));
  const body = element("tbody");
  body.append(...data.rows.map((row, at) => lineOf(row, at, data)));
  table.append(head, body);
  const [top, left] = [frame.scrollTop, frame.scrollLeft];
  const focused = document.activeElement?.closest?.(".sheet [data-row]")?.dataset;
  frame.replaceChildren(table);
  [frame.scrollTop, frame.scrollLeft] = [top, left];
  const view = {
    data,
    places: placesOf(table),
    send: (change) => setTriggerValue("change", change),
    entry: null,
  };
  listen(frame, view);
  const entry = view.places.get(focused ? `${focused.row},${focused.column}` : "0,0");
  view.entry = entry ?? view.places.get("-1,0");
  if (view.entry) view.entry.tabIndex = 0;
  if (focused) entry?.focus({ preventScroll: true });
}
