// The switch between years, and what the page shows in each of them. A click on a year shows its
// frame at once where there is one, else the page waits for the server, whose answer holds.

const frameOf = new Map();
const switches = new WeakMap();
const MOST_IN_A_ROW = 6; // years; more are a list to choose from, as few are on a narrow screen
const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };
let sent = { page: "", frames: {} };

// `data` is {page, frames}: for each year what every part of that page shows then, by key.
function keepFrames({ data, parentElement }) {
  sent = data;
  if (!parentElement.querySelector(".frames")) parentElement.append(element("span", "frames"));
}

// A part of a page that has frames: `frame` is {key, page}, none for a part without.
export function follow(place, frame, draw) {
  if (frame) frameOf.set(place, { ...frame, draw });
  else frameOf.delete(place);
}

// A frame is shown only where it is known of every part of the page.
function showFrame(page, year) {
  const frame = sent.page === page ? sent.frames[year] : undefined;
  if (!frame) return;
  for (const place of frameOf.keys()) if (!place.isConnected) frameOf.delete(place);
  const parts = [...frameOf.values()];
  const whole =
    parts.length === Object.keys(frame).length &&
    parts.every((part) => part.page === page && part.key in frame);
  if (whole) parts.forEach((part) => part.draw(frame[part.key]));
}

// `data` is {label, before, after, years, chosen, page}; the trigger "year" is the year that a reader chooses.
function showYears(component) {
  const { data, parentElement } = component;
  const known = switches.get(parentElement) ?? { group: element("div", "years") };
  const answered = known.data === data;
  Object.assign(known, { data, component });
  // The framework also calls when nothing new has come; then what was chosen stays.
  if (answered) return;
  switches.set(parentElement, known);
  const options = element("div", "years-options");
  options.setAttribute("role", "radiogroup");
  options.setAttribute("aria-label", data.label);
  known.options = data.years.map((year) => yearOption(known, year));
  options.append(...known.options);
  options.onkeydown = (event) => stepped(known, event);
  const held = known.group.contains(document.activeElement) && document.activeElement.className;
  known.group.classList.toggle("years-many", data.years.length > MOST_IN_A_ROW);
  known.group.replaceChildren(options, yearList(known));
  if (!known.group.isConnected) parentElement.append(known.group);
  mark(known, data.chosen);
  // A part whose answer is the one before the frame is not sent again: going back at once.
  if (known.drawn && known.drawn !== data.chosen) drawFrame(known, data.chosen);
  const again = held === "years-option" ? '[aria-checked="true"]' : `.${held}`;
  if (held) known.group.querySelector(again)?.focus({ preventScroll: true });
}

// The years as a list, with the year before and the year after beside it.
function yearList(known) {
  const { years, label, before, after } = known.data;
  const whole = element("div", "years-list");
  known.list = element("select", "years-chosen");
  known.list.setAttribute("aria-label", label);
  known.list.append(...years.toReversed().map((year) => element("option", "", year)));
  known.list.onchange = () => choose(known, known.list.value);
  known.steps = [[before, "‹", -1], [after, "›", 1]].map(([name, text, step]) => {
    const made = element("button", `years-step years-step-${step > 0 ? "on" : "back"}`, text);
    made.type = "button";
    made.setAttribute("aria-label", name);
    made.onclick = () => choose(known, years[years.indexOf(known.chosen) + step]);
    return made;
  });
  whole.append(known.steps[0], known.list, known.steps[1]);
  return whole;
}

function yearOption(known, year) {
  const option = element("button", "years-option", year);
  option.type = "button";
  option.setAttribute("role", "radio");
  option.onclick = () => choose(known, year);
  return option;
}

function mark(known, year) {
  known.chosen = year;
  known.data.years.forEach((each, index) => {
    known.options[index].setAttribute("aria-checked", String(each === year));
    known.options[index].tabIndex = each === year ? 0 : -1;
  });
  known.list.value = year;
  known.steps[0].disabled = year === known.data.years[0];
  known.steps[1].disabled = year === known.data.years.at(-1);
}

function choose(known, year) {
  if (year === known.chosen) return;
  mark(known, year);
  known.component.setTriggerValue("year", year);
  // The switch itself is drawn first.
  setTimeout(() => drawFrame(known, year));
}

function drawFrame(known, year) {
  known.drawn = year;
  showFrame(known.data.page, year);
}

function stepped(known, event) {
  const { years } = known.data;
  const at = years.indexOf(known.chosen);
  const step = STEPS[event.key];
  const ends = { Home: 0, End: years.length - 1 };
  const next = step ? (at + step + years.length) % years.length : ends[event.key];
  if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  known.options[next].focus();
  choose(known, years[next]);
}
