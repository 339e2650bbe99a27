/* Put the choices that hold on all pages into the browser's entry of a page just opened. */
({ path, choices }) => {
  const latest = performance.now() + 5000;
  const bare = (place) => place.replace(/\/$/, "");
  const write = () => {
    const here = new URL(location.href);
    // The framework writes the path of a page some moments after it sends the page.
    if (bare(here.pathname) !== bare(path)) {
      if (performance.now() < latest) requestAnimationFrame(write);
      return;
    }
    for (const [name, value] of Object.entries(choices)) {
      if (!here.searchParams.has(name)) here.searchParams.append(name, value);
    }
    history.replaceState(history.state, "", here);
  };
  write();
}
