// The body of a page: headings, boxes and grids around places, in which figures and charts are
// drawn. `data` is {body, draws, charts, frame}: an entry of a body is {heading}, {box: entries}, {grid:
// boxes, columns, narrowest} or {key, content}; `charts` is what all charts share, `draws` whether
// there are any.

const bodies = new WeakMap();

function showBody(component, charts) {
  const { data, parentElement } = component;
  const known = bodies.get(parentElement);
  const state = known ?? { root: element("div", "page-body"), places: new Map() };
  bodies.set(parentElement, state);
  Object.assign(state, { component, charts });
  if (!known) parentElement.append(state.root);
  follow(parentElement, data.frame, (body) => putBody(state, body));
  // The framework also calls when nothing new has come, but its colours perhaps; then what came
  // ahead of the server's answer stays.
  const body = data === state.answer ? state.body : data.body;
  state.answer = data;
  putBody(state, body);
  return () => state.places.forEach((place) => place.leave?.());
}

function putBody(state, body) {
  state.body = body;
  const shape = JSON.stringify(body, (name, part) => (name === "content" ? undefined : part));
  if (shape !== state.shape) arrange(state, body);
  state.shape = shape;
  for (const { key, content } of partsOf(body)) fill(state, state.places.get(key), content);
}

function partsOf(entries) {
  return entries.flatMap((one) => (one.key ? [one] : partsOf(one.box ?? one.grid ?? [])));
}

// Makes the places of a body; one that it had before is moved with all that it shows.
function arrange(state, body) {
  const before = state.places;
  const held = document.activeElement;
  state.places = new Map();
  const arranged = (one) => {
    if (one.heading !== undefined) return element("h3", "page-heading", one.heading);
    if (one.key) {
      const place = before.get(one.key) ?? { node: element("div", "page-part") };
      state.places.set(one.key, place);
      return place.node;
    }
    const made = element("div", one.box ? "page-box" : "page-grid");
    made.style.setProperty("--columns", one.columns);
    made.style.setProperty("--narrowest", `${one.narrowest}px`);
    made.append(...(one.box ?? one.grid).map(arranged));
    return made;
  };
  state.root.replaceChildren(...body.map(arranged));
  before.forEach((place) => place.leave?.());
  if (state.root.contains(held)) held.focus({ preventScroll: true });
}

function fill(state, place, content) {
  const chart = content.kind === "chart";
  const data = chart ? { ...content, ...state.answer.charts } : content;
  const told = JSON.stringify(data);
  if (told !== place.told) Object.assign(place, { told, data });
  const setTriggerValue = (name, value) => state.component.setTriggerValue(name, value);
  const component = { data: place.data, parentElement: place.node, setTriggerValue };
  if (chart) place.leave = drawChart(component, state.charts);
  else showFigures(component);
}

// The script of charts is loaded by the first of them.
function drawChart(component, charts) {
  let left = false;
  const tools = { isDark, openSource, pageLink };
  const drawn = charts().then(({ show }) => (left ? undefined : show(component, tools)));
  return () => {
    left = true;
    drawn.then((leave) => leave?.());
  };
}
