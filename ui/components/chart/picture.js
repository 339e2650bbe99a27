// A picture to take away: the chart on white with its title, unit and origin drawn on it.

const SVG_NAMES = "http://www.w3.org/2000/svg";
const PAPER = { text: "#14181f", line: "#d5dae0", label: "#ffffff", ground: "#ffffff" };
const PICTURE_WIDTH = 800;
const EDGE = 24;
const PNG_SCALE = 2;
const GOLD = "#c0953a";
const SERIF = "Bureau Serif, Noto Serif CJK SC, Source Han Serif SC, Songti SC, SimSun, serif";
const NAME_SIZE = 15;

function svg(tag, attributes, text) {
  const made = document.createElementNS(SVG_NAMES, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

// Lines of a text that fit the picture; Chinese breaks anywhere, words stay whole.
function broken(text, style, width) {
  const ruler = document.createElement("canvas").getContext("2d");
  ruler.font = `${style.weight} ${style.size}px ${style.font}`;
  const lines = [""];
  for (const piece of text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/g) ?? []) {
    const longer = lines.at(-1) + piece;
    if (lines.at(-1) && ruler.measureText(longer.trimEnd()).width > width) lines.push(piece);
    else lines[lines.length - 1] = longer;
  }
  return lines.map((line) => line.trim());
}

function paragraph(sheet, text, top, { size, weight = "400", color = PAPER.text, font }) {
  let bottom = top;
  const style = { size, weight, font };
  for (const line of text ? broken(text, style, PICTURE_WIDTH - 2 * EDGE) : []) {
    bottom += Math.round(size * 1.45);
    const look = { x: EDGE, y: bottom - size * 0.35, fill: color, "font-size": size };
    sheet.append(svg("text", { ...look, "font-weight": weight, "font-family": font }, line));
  }
  return bottom;
}

// The bureau's name beside a thin rule, as in the frame of the pages.
function lockUp(sheet, name) {
  if (!name) return EDGE - 6;
  const rule = { x: EDGE, y: EDGE - 4, width: 2, height: NAME_SIZE + 8, fill: GOLD };
  const look = { x: EDGE + 12, y: EDGE + NAME_SIZE - 1, fill: PAPER.text, "font-size": NAME_SIZE };
  const style = { "font-weight": "700", "font-family": SERIF };
  sheet.append(svg("rect", rule), svg("text", { ...look, ...style }, name));
  return EDGE + NAME_SIZE + 10;
}

// Chinese fonts come first in Chinese only; their quotation marks are too wide for English.
function fontOf({ font, language }) {
  return language.startsWith("zh") ? font : `Arial, Helvetica, ${font}`;
}

async function drawnChart(chart, width) {
  const Plotly = await chart.plotly;
  const { layout: given, data } = chart.data.figure;
  const layout = { ...given, font: { ...given.font, family: fontOf(chart.data) } };
  const height = Math.max(layout.height, Math.min(360, layout.height * 1.6));
  const figure = { data, layout: { ...colored(layout, PAPER, width), height } };
  const url = await Plotly.toImage(figure, { format: "svg", width, height });
  const text = decodeURIComponent(url.slice(url.indexOf(",") + 1));
  const drawn = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  return { drawn, height };
}

async function sheetOf(chart) {
  const { picture, language } = chart.data;
  const font = fontOf(chart.data);
  const width = PICTURE_WIDTH - 2 * EDGE;
  const sheet = svg("svg", { xmlns: SVG_NAMES, width: PICTURE_WIDTH, lang: language });
  const ground = svg("rect", { width: "100%", height: "100%", fill: PAPER.ground });
  sheet.append(svg("title", {}, picture.title), ground);
  const quiet = { size: 12, color: "#4b5563", font };
  let place = lockUp(sheet, picture.bureau);
  place = paragraph(sheet, picture.title, place, { size: 19, weight: "600", font });
  place = paragraph(sheet, picture.unit, place + 2, { ...quiet, size: 13 });
  const { drawn, height } = await drawnChart(chart, width);
  drawn.setAttribute("x", EDGE);
  drawn.setAttribute("y", place + 12);
  sheet.append(document.importNode(drawn, true));
  place += height + 24;
  for (const line of picture.origins) place = paragraph(sheet, line, place, quiet);
  const full = place + EDGE - 6;
  sheet.setAttribute("height", full);
  sheet.setAttribute("viewBox", `0 0 ${PICTURE_WIDTH} ${full}`);
  const text = new XMLSerializer().serializeToString(sheet);
  return { blob: new Blob([text], { type: "image/svg+xml" }), height: full };
}

async function asPng({ blob, height }) {
  const address = URL.createObjectURL(blob);
  try {
    const image = new Image(PICTURE_WIDTH, height);
    image.src = address;
    await image.decode();
    const canvas = element("canvas");
    canvas.width = PICTURE_WIDTH * PNG_SCALE;
    canvas.height = height * PNG_SCALE;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((made) => canvas.toBlob(made, "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}

async function save(chart, format) {
  const { picture, words } = chart.data;
  try {
    const sheet = await sheetOf(chart);
    const blob = format === "png" ? await asPng(sheet) : sheet.blob;
    const link = element("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${picture.file}.${format}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  } catch (error) {
    console.error(error);
    chart.said.textContent = words.unsaved;
  }
}
