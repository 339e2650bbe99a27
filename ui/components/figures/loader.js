// The part of figures and charts that comes with every message, so it is small: the rest is loaded
// once, from addresses that the browser keeps.
const from = (path) => location.origin + path;
const figures = import(from("FIGURES_ADDRESS"));
const charts = () => import(from("CHART_ADDRESS"));

export default function (component) {
  let left = false;
  const { kind, draws } = component.data;
  if (draws || kind === "chart") charts().catch(() => undefined);
  const shown = figures.then(({ show }) => (left ? undefined : show(component, charts)));
  return () => {
    left = true;
    shown.then((leave) => leave?.());
  };
}
