// The script that keeps what comes ahead is loaded once, with the cards.
const figures = import(location.origin + "FIGURES_ADDRESS");

export default function (component) {
  figures.then(({ keep }) => keep(component));
}
