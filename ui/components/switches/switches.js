// The switches of a page, and what it shows in their other choices. A click shows the frame of what
// is chosen then, where there is one; else the page waits for the server, whose answer holds.

const frameOf = new Map();
const switches = new WeakMap();
const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };
let sent = { page: "", frames: new Map() };
// What is chosen in each switch of a page, by name, and in which choices it was drawn ahead.
let now = { page: "", choices: {}, drawn: "" };

// `data` is {page, frames}: a frame is {choices, parts}, what every place of that page shows in these
// choices, by key. More may follow for the same page.
function keepFrames({ data, parentElement }) {
  const before = sent.page === data.page ? sent.frames : [];
  const more = data.frames.map((frame) => [JSON.stringify(frame.choices), frame]);
  sent = { page: data.page, frames: new Map([...before, ...more]) };
  if (!parentElement.querySelector(".frames")) parentElement.append(element("span", "frames"));
}

// A place of a page that has frames: `frame` is {key, page}, none for a place without.
function follow(place, frame, draw) {
  if (frame) frameOf.set(place, { ...frame, draw });
  else frameOf.delete(place);
}

// The frame of what is chosen is shown only where it is known of every place of the page.
function showFrame() {
  now.drawn = JSON.stringify(now.choices);
  const chosen = Object.entries(now.choices);
  const fits = ({ choices }) => chosen.every(([name, choice]) => choices[name] === choice);
  const frame = sent.page === now.page && [...sent.frames.values()].find(fits)?.parts;
  if (!frame) return;
  for (const place of frameOf.keys()) if (!place.isConnected) frameOf.delete(place);
  const parts = [...frameOf.values()];
  const whole =
    parts.length === Object.keys(frame).length &&
    parts.every((part) => part.page === now.page && part.key in frame);
  if (whole) parts.forEach((part) => part.draw(frame[part.key]));
}

// `data` is {name, label, options, listed, short, steps, chosen, page}, an option is [value, text]; the trigger
// "choice" is {value, kept}: what a reader chooses, and how many frames there are.
function showSwitch(component) {
  const { data, parentElement } = component;
  const known = switches.get(parentElement) ?? { group: element("div", "switch") };
  const answered = known.data === data;
  Object.assign(known, { data, component });
  // The framework also calls when nothing new has come; then what was chosen stays.
  if (answered) return;
  switches.set(parentElement, known);
  const options = element("div", "switch-options");
  options.setAttribute("role", "radiogroup");
  options.setAttribute("aria-label", data.label);
  known.values = data.options.map(([value]) => value);
  known.options = data.options.map(([value, text]) => switchOption(known, value, text));
  options.append(...known.options);
  options.onkeydown = (event) => stepped(known, event);
  const held = known.group.contains(document.activeElement) && document.activeElement.className;
  known.group.classList.toggle("switch-many", data.listed);
  known.group.classList.toggle("switch-few", data.short);
  known.group.replaceChildren(options, switchList(known));
  if (!known.group.isConnected) parentElement.append(known.group);
  mark(known, data.chosen);
  // A place whose answer is the one before the frame is not sent again: going back at once.
  if (now.drawn && now.drawn !== JSON.stringify(now.choices)) showFrame();
  const again = held === "switch-option" ? '[aria-checked="true"]' : `.${held}`;
  if (held) known.group.querySelector(again)?.focus({ preventScroll: true });
}

// The options as a list, with the one before and the one after beside it where there are steps.
function switchList(known) {
  const { options, label, steps } = known.data;
  const whole = element("div", "switch-list");
  known.list = element("select", "switch-chosen");
  known.list.setAttribute("aria-label", label);
  const listed = steps ? options.toReversed() : options; // steps lead from the earliest on
  known.list.append(...listed.map(([value, text]) => new Option(text, value)));
  known.list.onchange = () => choose(known, known.list.value);
  const [before, after] = steps ?? [];
  const ways = steps ? [[before, "‹", -1], [after, "›", 1]] : [];
  known.steps = ways.map(([name, text, step]) => {
    const made = element("button", `switch-step switch-step-${step > 0 ? "on" : "back"}`, text);
    made.type = "button";
    made.setAttribute("aria-label", name);
    made.onclick = () => choose(known, known.values[known.values.indexOf(known.chosen) + step]);
    return made;
  });
  whole.append(...known.steps.slice(0, 1), known.list, ...known.steps.slice(1));
  return whole;
}

function switchOption(known, value, text) {
  const option = element("button", "switch-option", text);
  option.type = "button";
  option.setAttribute("role", "radio");
  option.onclick = () => choose(known, value);
  return option;
}

function mark(known, value) {
  const { name, page } = known.data;
  known.chosen = value;
  if (now.page !== page) now = { page, choices: {}, drawn: "" };
  now.choices[name] = value;
  known.values.forEach((each, index) => {
    known.options[index].setAttribute("aria-checked", String(each === value));
    known.options[index].tabIndex = each === value ? 0 : -1;
  });
  known.list.value = value;
  const [back, on] = known.steps;
  if (back) back.disabled = value === known.values[0];
  if (on) on.disabled = value === known.values.at(-1);
}

function choose(known, value) {
  if (value === known.chosen) return;
  mark(known, value);
  const kept = sent.page === now.page ? sent.frames.size : 0;
  known.component.setTriggerValue("choice", { value, kept });
  // The switch itself is drawn first.
  setTimeout(showFrame);
}

function stepped(known, event) {
  const { values } = known;
  const at = values.indexOf(known.chosen);
  const step = STEPS[event.key];
  const ends = { Home: 0, End: values.length - 1 };
  const next = step ? (at + step + values.length) % values.length : ends[event.key];
  if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  known.options[next].focus();
  choose(known, values[next]);
}
