/* Put the choices that hold on all pages into the browser's entry of a page just opened.

   `opened_with` names the parameters that the page was opened with. What else stands there was
   chosen on the page before, by an act that the server answered late. */
({ path, choices, opened_with }) => {
  const latest = performance.now() + 5000;
  const bare = (place) => place.replace(/\/$/, "");
  const write = () => {
    const here = new URL(location.href);
    // The framework writes the path of a page some moments after it sends the page.
    if (bare(here.pathname) !== bare(path)) {
      if (performance.now() < latest) requestAnimationFrame(write);
      return;
    }
    if (opened_with) {
      const known = [...opened_with, ...Object.keys(choices), "embed", "embed_options"];
      for (const name of [...here.searchParams.keys()]) {
        if (!known.includes(name)) here.searchParams.delete(name);
      }
    }
    for (const [name, value] of Object.entries(choices)) {
      if (!here.searchParams.has(name)) here.searchParams.append(name, value);
    }
    history.replaceState(history.state, "", here);
  };
  write();
}
