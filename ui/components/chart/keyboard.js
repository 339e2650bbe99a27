// Reading a chart by keyboard: arrows move from figure to figure, which are read aloud.

// The figures in rows: a row a trace, or a row of a heat map; those without an address are left out.
function rowsOf(figure) {
  const rows = figure.data.flatMap((trace, curve) => {
    const addresses = trace.customdata ?? [];
    const cell = (address, told, point) => ({ address, told, point, curve });
    if (!Array.isArray(addresses[0])) {
      return [addresses.map((address, at) => cell(address, trace.hovertext?.[at], at))];
    }
    return addresses.map((row, down) =>
      row.map((address, across) =>
        cell(address, (trace.hovertext ?? trace.text)?.[down]?.[across], [down, across])));
  });
  return rows
    .map((row) => row.filter((one) => one.address && typeof one.address === "string"))
    .filter((row) => row.length);
}

// What a hover text says, without its markup.
function aloud(told) {
  const text = String(told ?? "").replace(/<br>/g, ", ").replace(/<[^>]*>/g, "");
  return new DOMParser().parseFromString(text, "text/html").body.textContent;
}

function point(chart, row, column, one) {
  chart.at = { row, column };
  chart.said.textContent = aloud(one.told);
  globalThis.Plotly.Fx.hover(chart.plot, [{ curveNumber: one.curve, pointNumber: one.point }]);
}

function unpoint(chart) {
  if (!chart.at) return;
  chart.at = null;
  chart.said.textContent = "";
  if (chart.width) globalThis.Plotly.Fx.unhover(chart.plot);
}

const STEPS = {
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

function pressed(chart, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !chart.width) return;
  const rows = rowsOf(chart.data.figure);
  const step = STEPS[event.key];
  if (step && rows.length) {
    const within = (place, length) => Math.min(Math.max(place, 0), length - 1);
    // Where there is one row only, up and down go along it.
    const [down, across] = rows.length === 1 ? [0, step[0] + step[1]] : step;
    const from = chart.at ?? { row: 0, column: across < 0 ? rows[0].length : -1 };
    const row = chart.at ? within(from.row + down, rows.length) : 0;
    const column = within(chart.at || across ? from.column + across : 0, rows[row].length);
    point(chart, row, column, rows[row][column]);
  } else if ((event.key === "Enter" || event.key === " ") && chart.at) {
    const one = rows[chart.at.row]?.[chart.at.column];
    if (one) act(chart, one.address, event.shiftKey);
  } else if (event.key === "Escape" && (chart.at || chart.chosen.size)) {
    unpoint(chart);
    if (chart.chosen.size) choose(chart, []);
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}
