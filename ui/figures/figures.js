// Figures as buttons. `data` is {kind: "cards", form, cards} or {kind: "table", header, rows,
// caption}; a click sends the figure's address as the trigger "open".

const SVG = "http://www.w3.org/2000/svg";

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function opens(tag, className, address, open) {
  const button = element(tag, className);
  button.type = "button";
  button.onclick = () => open(address);
  return button;
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
    bar.setAttribute("opacity", index === years.length - 1 ? 1 : 0.42);
    picture.append(bar);
  });
  return picture;
}

function card(content, open) {
  const button = content.address
    ? opens("button", "figure-card", content.address, open)
    : element("div", "figure-card figure-absent");
  button.style.setProperty("--figure-color", content.color);
  button.append(element("span", "figure-title", content.title));
  const figure = element("span", "figure-value");
  figure.append(element("span", "figure-number", content.number));
  if (content.unit) figure.append(" ", element("span", "figure-unit", content.unit));
  button.append(figure);
  if (content.share !== null) {
    const bar = element("span", "figure-bar");
    bar.style.setProperty("--figure-share", content.share);
    button.append(bar);
  }
  if (content.note) button.append(element("span", "figure-note", content.note));
  if (content.years.length > 1) button.append(yearBars(content.years));
  if (content.definition) button.append(element("span", "figure-note", content.definition));
  if (content.place) button.append(element("span", "figure-place", content.place));
  return button;
}

function cards(data, open) {
  const list = element("div", `figure-cards figure-${data.form}`);
  list.append(...data.cards.map((content) => card(content, open)));
  return list;
}

function table(data, open) {
  const frame = element("div", "figure-table");
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
  data.rows.forEach((row) => {
    const line = body.insertRow();
    row.forEach((content, index) => {
      const cell = element(index === 0 ? "th" : "td", content.number ? "figure-cell" : "");
      if (index === 0) cell.scope = "row";
      if (content.name) cell.translate = false;
      if (content.address) {
        const button = opens("button", "figure-link", content.address, open);
        button.textContent = content.text;
        cell.append(button);
      } else {
        cell.textContent = content.text;
      }
      line.append(cell);
    });
  });
  frame.append(made);
  return frame;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const open = (address) => setTriggerValue("open", address);
  const content = data.kind === "table" ? table(data, open) : cards(data, open);
  let place = parentElement.querySelector(":scope > .figures");
  if (!place) {
    place = element("div", "figures");
    parentElement.append(place);
  }
  place.replaceChildren(content);
}
