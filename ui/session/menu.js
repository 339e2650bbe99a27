/* Say that the menu is the page's navigation, and which of its pages is shown. */
({ label, count, shown }) => {
  const latest = performance.now() + 5000;
  const say = () => {
    const menu = document.querySelector(".st-key-menu");
    const pages = [...(menu?.querySelectorAll("a") ?? [])];
    if (pages.length < count) {
      if (performance.now() < latest) requestAnimationFrame(say);
      return;
    }
    menu.setAttribute("role", "navigation");
    menu.setAttribute("aria-label", label);
    for (const page of pages) page.removeAttribute("aria-current");
    pages[shown]?.setAttribute("aria-current", "page");
  };
  say();
}
