// A paragraph with figures in it, bands of figures in forms that fit them, and the numerals of a
// report. Made of the same buttons as cards and tables; `paint` gives the category's tones.

const LONGEST_WHOLE = 16; // characters of a number that no line may break
const AXIS_STEPS = [0, 50, 80, 90];

function figureButton(content, open, className) {
  const made = content.address
    ? opens("button", className, content.address, open)
    : element("span", className);
  return made;
}

function paragraph(data, open) {
  const whole = element("div", "figure-year");
  const said = element("p", "figure-sentence");
  for (const piece of data.pieces) {
    if (!piece.address) {
      said.append(piece.text);
      continue;
    }
    const door = opens("button", "figure-door", piece.address, open);
    door.textContent = piece.text;
    door.classList.toggle("figure-whole", piece.text.length <= LONGEST_WHOLE);
    paint(door, piece.color);
    said.append(door);
  }
  whole.append(said);
  if (data.hint) whole.append(element("p", "figure-hint", data.hint));
  whole.hidden = !data.pieces.length;
  return whole;
}

function band(data, open) {
  const whole = element("section", "figure-band");
  paint(whole, data.color);
  if (data.title) whole.append(element("h2", "figure-band-title", data.title));
  else whole.classList.add("figure-untitled");
  const drawn = element("div", "figure-drawn");
  drawn.append(...data.drawn.map((one) => form(one, open)));
  if (data.note) drawn.append(element("p", "figure-hint", data.note));
  whole.append(drawn);
  return whole;
}

function form(one, open) {
  if (one.kind === "strip") return strip(one, open);
  if (one.kind === "reach") return reach(one, open);
  const made = stated(one, open);
  if (one.kind === "dots") made.append(dots(Math.round(one.count)));
  if (one.kind === "columns" && one.years.length > 1) made.append(columns(one));
  if (one.kind === "events") made.append(events(one.values));
  if (one.kind === "rates") made.append(rates(one.values));
  return made;
}

function stated(one, open, className = "") {
  const first = one.lead ? "figure-first" : "";
  const silence = one.address ? "" : "figure-silence";
  const made = figureButton(one, open, `figure-form ${first} ${silence} ${className}`);
  made.append(element("span", "figure-name", one.title));
  const value = element("span", "figure-value");
  const whole = one.number.length <= LONGEST_WHOLE ? "figure-whole" : "";
  value.append(element("span", `figure-number ${whole}`, one.number));
  if (one.unit) value.append(" ", element("span", "figure-unit", one.unit));
  made.append(value);
  if (one.note) made.append(element("span", "figure-note", one.note));
  return made;
}

function picture(className, children) {
  const made = element("span", `figure-picture ${className}`);
  made.setAttribute("aria-hidden", "true");
  made.append(...children);
  return made;
}

function dots(count, className = "") {
  const each = () => element("i", "");
  return picture(`figure-dots ${className}`, Array.from({ length: count }, each));
}

function columns(one) {
  const bars = one.years.map(([year, share], index) => {
    const bar = element("i", index === one.years.length - 1 ? "figure-latest" : "");
    if (share === null) bar.className = "figure-silent";
    bar.style.setProperty("--figure-share", share ?? 0);
    if (one.breaks.includes(year)) bar.classList.add("figure-break");
    if (index && year - one.years[index - 1][0] > 1) bar.classList.add("figure-skip");
    return bar;
  });
  const drawn = picture("figure-columns", bars);
  drawn.style.setProperty("--figure-count", bars.length);
  return withYears(drawn, one.years);
}

function withYears(drawn, years) {
  const whole = element("span", "figure-over-years");
  const ends = element("span", "figure-years");
  ends.append(element("span", "", years[0][0]), element("span", "", years.at(-1)[0]));
  whole.append(drawn, ends);
  return whole;
}

// Rare events: a dot for each, a ring for a year that states none.
function events(values) {
  const years = values.map(([, count]) => {
    const stack = element("b", "");
    if (count === 0) stack.append(element("i", "figure-ring"));
    for (let n = 0; n < (count ?? 0); n += 1) stack.append(element("i", ""));
    return stack;
  });
  years.at(-1)?.classList.add("figure-latest");
  return withYears(picture("figure-events", years), values);
}

// Shares on an axis that ends at 100 and begins where they can be told apart.
function rates(values) {
  const known = values.filter(([, value]) => value !== null);
  const least = Math.min(...known.map(([, value]) => value));
  const from = AXIS_STEPS.filter((step) => step <= least).at(-1) ?? 0;
  const to = Math.max(100, ...known.map(([, value]) => value));
  const marks = known.map(([year, value], index) => {
    const mark = element("i", index === known.length - 1 ? "figure-latest" : "");
    mark.style.left = `${((value - from) / (to - from)) * 100}%`;
    mark.title = `${year} ${value}%`;
    return mark;
  });
  const whole = element("span", "figure-over-years");
  const ends = element("span", "figure-years");
  ends.append(element("span", "", `${from}%`), element("span", "", `${to}%`));
  whole.append(picture("figure-rates", marks), ends);
  return whole;
}

function strip(one, open) {
  const whole = element("div", "figure-pair figure-strip");
  const bar = picture("figure-bar-of-parts", [element("i", "")]);
  bar.style.setProperty("--figure-share", one.share);
  whole.append(stated(one, open), stated(one.other, open, "figure-part"), bar);
  whole.append(element("span", "figure-note figure-computed", one.computed));
  return whole;
}

function reach(one, open) {
  const whole = element("div", "figure-pair figure-reaches");
  const arrow = element("span", "figure-arrow");
  arrow.append(element("span", "figure-note", one.computed));
  whole.append(stated(one, open), arrow, stated(one.other, open));
  return whole;
}

function numerals(data) {
  const whole = element("div", "figure-numerals");
  paint(whole, data.color);
  const marks = data.fates.flatMap(({ kind, count }) =>
    Array.from({ length: count }, () => element("i", `figure-fate-${kind}`)),
  );
  whole.append(
    element("span", "figure-name", data.title),
    picture("figure-fates", marks),
    element("span", "figure-hint", data.fates.map(({ text }) => text).join(" · ")),
  );
  return whole;
}
