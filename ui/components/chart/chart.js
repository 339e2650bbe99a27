// One chart, drawn with plotly.js and changed in place. `data` holds the figure (Plotly's JSON
// without colours of text and ground), its words, what stands around it, and what goes with a
// picture of it. A click sends the figure's address as the trigger "open"; where figures are chosen, the state "chosen"
// is the list of their addresses.

const SETTINGS = {
  displayModeBar: false,
  displaylogo: false,
  doubleClick: false,
  scrollZoom: false,
  showTips: false,
  responsive: false,
};
const NOTHING = "rgba(0,0,0,0)";
const PALE = 0.25;
const BREATH = 50;
const charts = new WeakMap();
const waiting = new Set();
let drawing = false;
// LOOKS is chart.css, which the server puts before this script.
document.head.append(element("style", "", LOOKS));

function button(text, className, pressed) {
  const made = element("button", className, text);
  made.type = "button";
  made.onclick = pressed;
  return made;
}

// The colours of the page's theme, which Streamlit gives to every component.
function pageColors(place) {
  const style = getComputedStyle(place);
  const named = (name) => style.getPropertyValue(`--st-${name}`).trim();
  return {
    text: named("text-color"),
    line: named("border-color"),
    label: named("secondary-background-color"),
    ground: NOTHING,
  };
}

// A part of a figure with the colours of a dark page; names and keys hold them as "color:#…".
function toned(part, tones) {
  if (Array.isArray(part)) return part.map((each) => toned(each, tones));
  if (part && typeof part === "object") {
    return Object.fromEntries(Object.entries(part).map(([name, each]) => [name, toned(each, tones)]));
  }
  if (typeof part !== "string" || !part.includes("#")) return part;
  if (part in tones) return tones[part];
  return part.replace(/(color:)(#[0-9a-f]{6})/g, (_, name, color) => name + (tones[color] ?? color));
}

const isAxis = (name) => /^[xy]axis\d*$/.test(name);

function colored(layout, colors, width) {
  const axes = Object.entries(layout).filter(([name]) => isAxis(name));
  const lines = { gridcolor: colors.line, zerolinecolor: colors.line, linecolor: colors.line };
  return {
    ...layout,
    ...Object.fromEntries(axes.map(([name, axis]) => [name, { ...lines, ...axis }])),
    width,
    font: { ...layout.font, color: colors.text },
    paper_bgcolor: colors.ground,
    plot_bgcolor: colors.ground,
    legend: { bgcolor: NOTHING, ...layout.legend },
    hoverlabel: {
      ...layout.hoverlabel,
      bgcolor: colors.label,
      bordercolor: colors.line,
      font: { ...layout.hoverlabel?.font, color: colors.text },
    },
  };
}

// Traces in which the chosen figures stand out; all look alike where none is chosen.
function choosable(traces, chosen, colors) {
  return traces.map((trace) => {
    // Plotly fails over texts of bars whose colour is not said for either case.
    const textfont = { color: trace.textfont?.color ?? colors.text };
    const looks = {
      selected: { marker: { opacity: 1 }, textfont },
      unselected: { marker: { opacity: PALE }, textfont },
    };
    const addresses = Array.isArray(trace.customdata) ? trace.customdata : [];
    const places = addresses.flatMap((address, at) => (chosen.has(address) ? [at] : []));
    return { ...trace, ...looks, ...(chosen.size ? { selectedpoints: places } : {}) };
  });
}

function addressesOf(figure) {
  return figure.data.flatMap((trace) => trace.customdata ?? []).flat();
}

function choose(chart, addresses) {
  chart.chosen = new Set(addresses.filter((address) => address && typeof address === "string"));
  soon(chart);
  chart.sent.push(JSON.stringify([...chart.chosen]));
  chart.component.setStateValue("chosen", [...chart.chosen]);
}

// What the page says is chosen, where that is no echo of what was chosen here.
function followChoice(chart, chosen) {
  const said = JSON.stringify(chosen);
  if (said === chart.heard) return;
  chart.heard = said;
  const echo = chart.sent.lastIndexOf(said);
  if (echo >= 0) chart.sent.splice(0, echo + 1);
  else chart.chosen = new Set(chosen);
}

// What a click on a figure or Enter does.
function act(chart, address, adding) {
  if (typeof address !== "string" || !address) return;
  if (!chart.data.selecting) {
    open(chart, address);
    return;
  }
  const alone = chart.chosen.size === 1 && chart.chosen.has(address);
  const next = new Set(adding ? chart.chosen : []);
  if (alone || (adding && chart.chosen.has(address))) next.delete(address);
  else next.add(address);
  choose(chart, [...next]);
}

function listen(chart) {
  const plot = chart.plot;
  plot.on("plotly_click", ({ points, event }) => act(chart, points[0]?.customdata, event.shiftKey));
  plot.on("plotly_hover", () => plot.classList.add("chart-pointed"));
  plot.on("plotly_unhover", () => plot.classList.remove("chart-pointed"));
  plot.on("plotly_selected", (event) => {
    // Without points it is the end of a click, which has been dealt with.
    if (!chart.data.selecting || !event?.range && !event?.lassoPoints) return;
    const found = event.points.map((point) => point.customdata);
    choose(chart, chart.adding ? [...chart.chosen, ...found] : found);
  });
  plot.addEventListener("pointerdown", (event) => (chart.adding = event.shiftKey), true);
  plot.addEventListener("dblclick", () => {
    if (chart.data.selecting && chart.chosen.size) choose(chart, []);
  });
}

function framed(place) {
  const root = element("figure", "chart");
  const chart = { place, root, plot: element("div", "chart-plot"), chosen: new Set(), at: null };
  chart.sent = [];
  chart.keys = element("div", "chart-keys");
  chart.said = element("p", "chart-said");
  chart.actions = element("div", "chart-actions");
  chart.plot.setAttribute("aria-hidden", "true");
  chart.said.setAttribute("aria-live", "polite");
  chart.keys.tabIndex = 0;
  chart.keys.setAttribute("role", "application");
  chart.keys.onkeydown = (event) => pressed(chart, event);
  chart.keys.onblur = () => unpoint(chart);
  chart.head = element("figcaption", "chart-head");
  chart.foot = element("div", "chart-foot");
  const picture = element("div", "chart-picture");
  picture.append(chart.plot, chart.keys, chart.actions, chart.said);
  root.append(chart.head, picture, chart.foot);
  place.append(root);
  chart.watch = new ResizeObserver(() => {
    if (chart.width && chart.plot.clientWidth !== chart.width) soon(chart);
  });
  chart.watch.observe(chart.plot);
  return chart;
}

// The words around the picture.
function surround(chart) {
  const { title, unit, caption, notes, source, address, page } = chart.data.around ?? {};
  const line = (text, name) => (text ? [element("span", name, text)] : []);
  const heading = element("strong", "", page ? undefined : title);
  if (page) heading.append(chart.tools.pageLink(title, page, (asked) => open(chart, asked)));
  const named = title ? [heading, ...line(unit, "chart-unit")] : [];
  const said = caption || title ? [element("span", "chart-caption", caption)] : [];
  chart.head.replaceChildren(...named, ...said);
  const below = (notes ?? []).map((note) => element("p", "chart-note", note));
  if (source) below.push(button(source, "chart-source", () => open(chart, address)));
  chart.foot.replaceChildren(...below);
}

function open(chart, address) {
  if (!chart.tools.openSource(address)) chart.component.setTriggerValue("open", address);
}

function actions(chart) {
  const { words, selecting } = chart.data;
  const made = ["png", "svg"].map((format) => {
    const saves = button(format.toUpperCase(), "chart-action", () => save(chart, format));
    saves.title = words[format];
    saves.setAttribute("aria-label", words[format]);
    return saves;
  });
  const ways = ["box", "lasso"].map((way) => {
    const drag = way === "box" ? "select" : "lasso";
    const takes = button("", `chart-action chart-${way}`, () => {
      chart.drag = drag;
      soon(chart);
      actions(chart);
    });
    takes.title = words[way];
    takes.setAttribute("aria-label", words[way]);
    takes.setAttribute("aria-pressed", String(chart.drag === drag));
    return takes;
  });
  // Where fingers scroll the page, drawing a box would hold it fast.
  const drawn = selecting && matchMedia("(hover: hover)").matches;
  chart.actions.replaceChildren(...(drawn ? ways : []), ...made);
}

async function draw(chart) {
  const Plotly = await chart.plotly;
  const { data } = chart;
  const width = chart.plot.clientWidth;
  if (!width || !chart.place.isConnected) return;
  const colors = pageColors(chart.place);
  const state = JSON.stringify([data.figure, width, colors, [...chart.chosen], chart.drag]);
  if (state === chart.state) return;
  const figure = chart.tools.isDark(chart.place) ? toned(data.figure, data.dark) : data.figure;
  const layout = colored(figure.layout, colors, width);
  let traces = figure.data;
  if (data.selecting) {
    traces = choosable(traces, chart.chosen, colors);
    layout.dragmode = matchMedia("(hover: hover)").matches ? chart.drag : false;
    layout.selections = [];
  }
  const first = !chart.width;
  chart.width = width;
  await Plotly.react(chart.plot, traces, layout, SETTINGS);
  chart.state = state;
  if (first) listen(chart);
  // On paper the picture takes the width that there is.
  for (const picture of chart.plot.querySelectorAll("svg.main-svg")) {
    picture.setAttribute("viewBox", `0 0 ${width} ${layout.height}`);
  }
}

function isInView(chart) {
  const { top, bottom } = chart.place.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

// Charts are drawn one after another, those in view first; the page breathes now and then.
async function drawWaiting() {
  drawing = true;
  let began = performance.now();
  while (waiting.size) {
    const next = [...waiting].find(isInView) ?? waiting.values().next().value;
    waiting.delete(next);
    try {
      await draw(next);
    } catch (error) {
      console.error(error);
      next.said.textContent = next.data.words.failed;
      next.said.classList.add("chart-failed");
    }
    if (!waiting.has(next)) next.root.ariaBusy = "false";
    if (performance.now() - began > BREATH) {
      await new Promise((go) => setTimeout(go));
      began = performance.now();
    }
  }
  drawing = false;
}

function soon(chart) {
  chart.root.ariaBusy = "true";
  waiting.add(chart);
  if (!drawing) drawWaiting();
}

function leave(place) {
  const chart = charts.get(place);
  // Streamlit also calls this for what a newer message has overtaken.
  if (!chart || place.isConnected) return;
  chart.watch.disconnect();
  waiting.delete(chart);
  charts.delete(place);
  if (chart.width) globalThis.Plotly?.purge(chart.plot);
}

// plotly.js is loaded once. Running it takes longest of all, so cards and tables are shown before:
// two frames are left to them. A page that nobody sees has no frames.
const frame = () =>
  new Promise((go) => {
    requestAnimationFrame(() => setTimeout(go));
    setTimeout(go, 300);
  });

function plotly() {
  return (globalThis.bureauPlotly ??= frame().then(frame).then(loadPlotly));
}

function loadPlotly() {
  return new Promise((loaded, failed) => {
    const script = element("script");
    script.src = location.origin + "PLOTLY_ADDRESS";
    script.onload = () => loaded(globalThis.Plotly);
    script.onerror = () => {
      delete globalThis.bureauPlotly;
      script.remove();
      failed(new Error("plotly.js could not be loaded"));
    };
    document.head.append(script);
  });
}

// `tools` are what charts share with cards and tables: isDark, openSource, pageLink.
export function show(component, tools) {
  const place = component.parentElement;
  const { data } = component;
  const known = charts.get(place);
  const chart = known ?? framed(place);
  Object.assign(chart, { component, plotly: plotly(), tools });
  if (!known) {
    charts.set(place, chart);
    chart.drag = "select";
  }
  if (data.selecting) followChoice(chart, data.chosen);
  chart.keys.setAttribute("aria-label", data.words.keys);
  chart.plot.classList.toggle("chart-choosing", data.selecting);
  // Also called when nothing new has come, but the page's colours perhaps.
  if (data === chart.answer) soon(chart);
  else put(chart, data);
  chart.answer = data;
  actions(chart);
  if (data.selecting) keepWhatIsShown(chart);
  return () => leave(place);
}

function put(chart, data) {
  chart.data = data;
  chart.root.setAttribute("aria-label", data.alt);
  chart.plot.style.height = `${data.height}px`;
  surround(chart);
  unpoint(chart);
  soon(chart);
}

// A figure that is no longer in the chart is no longer chosen.
function keepWhatIsShown(chart) {
  const shown = new Set(addressesOf(chart.data.figure));
  const kept = [...chart.chosen].filter((address) => shown.has(address));
  if (kept.length !== chart.chosen.size) choose(chart, kept);
}
