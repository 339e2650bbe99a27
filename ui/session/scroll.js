/* After a step back or forward, bring a reader to where they were on that page. */
() => {
  if (window.__places) return;
  const places = (window.__places = new Map());
  const LONGEST = 5000; // ms in which a page may come again
  let returning = 0;
  const holder = () => {
    let at = document.querySelector("h1");
    while (at && !/auto|scroll/.test(getComputedStyle(at).overflowY)) at = at.parentElement;
    return at;
  };
  const keep = (event) => {
    if (!returning && event.target === holder()) places.set(location.href, event.target.scrollTop);
  };
  const leave = () => {
    returning = 0;
  };
  const bring = (wanted, mine) => {
    if (returning !== mine) return;
    const at = holder();
    if (at && at.scrollTop !== wanted) at.scrollTop = wanted;
    if (performance.now() > mine + LONGEST) leave();
    else requestAnimationFrame(() => bring(wanted, mine));
  };
  document.addEventListener("scroll", keep, { capture: true, passive: true });
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    document.addEventListener(kind, leave, { capture: true, passive: true });
  }
  addEventListener("popstate", () => {
    const wanted = places.get(location.href);
    returning = wanted ? performance.now() : 0;
    if (wanted) bring(wanted, returning);
  });
}
