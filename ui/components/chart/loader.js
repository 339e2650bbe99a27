// The part of a chart that comes with every message, so it is small: it loads the rest once, from
// addresses that the browser keeps.
const from = (path) => location.origin + path;
// Running plotly.js takes longest of all, so cards and tables are shown before: once their script
// is there, a frame is left to them. A page that nobody sees has no frames.
const frame = () =>
  new Promise((go) => {
    requestAnimationFrame(() => setTimeout(go));
    setTimeout(go, 300);
  });
const figures = import(from("FIGURES_ADDRESS")).catch(() => undefined);
const load = (loaded, failed) => {
  const script = document.createElement("script");
  script.src = from("PLOTLY_ADDRESS");
  script.onload = () => loaded(globalThis.Plotly);
  script.onerror = () => {
    delete globalThis.bureauPlotly;
    script.remove();
    failed(new Error("plotly.js could not be loaded"));
  };
  document.head.append(script);
};
const plotly = (globalThis.bureauPlotly ??= new Promise((loaded, failed) => {
  figures.then(frame).then(frame).then(() => load(loaded, failed));
}));
const chart = import(from("CHART_ADDRESS"));

export default function (component) {
  let left = false;
  const mounted = Promise.all([chart, figures]).then(([made, cards]) =>
    left ? undefined : made.show(component, plotly, cards));
  return () => {
    left = true;
    mounted.then((leave) => leave?.());
  };
}
