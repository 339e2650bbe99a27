// The part of figures that comes with every message, so it is small: the rest is loaded once, from
// an address that the browser keeps.
const figures = import(location.origin + "FIGURES_ADDRESS");

export default function (component) {
  figures.then(({ show }) => show(component));
}
