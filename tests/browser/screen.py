"""What stands on the screen: waiting until a page is complete, and reading it."""

from typing import Any, Literal

from playwright.sync_api import Locator, Page, expect

PAGES = ("", "training", "drills", "hazards", "equipment", "others", "history", "sources")
"""The addresses of the pages that show figures."""

DESKS = ("targets", "explore", "proofread", "next_report", "upload", "extract")
"""Those of the pages where something is done, or which may show no figure."""

PANELS = 4
"""Pictures of a category page with several years; its table has every metric."""

_COMPLETE = """(drawn) => {
  const app = document.querySelector("[data-test-script-state]");
  return app?.dataset.testScriptState === "notRunning"
    && app.dataset.testConnectionState === "CONNECTED"
    && (document.querySelector("h1") || location.search.includes("only=chart"))
    && (!drawn || document.querySelector(".figures > *, .chart"))
    && [...document.querySelectorAll("[data-testid^='stBidiComponent']")]
      .every((at) => at.querySelector(
        `.figures > *, .report > *, .sheet > *, .print-bar, .chart, .switch, .frames, .presenting,
          .source`))
    && !document.querySelector("[data-stale='true'], [data-testid='stSkeleton']")
    && ![...document.querySelectorAll(".chart")].some((chart) => chart.ariaBusy === "true")
    && document.fonts.status === "loaded";
}"""

_TEXTS = """() => {
  const asSeen = {visibilityProperty: true, opacityProperty: true};
  const shown = (element) => element.checkVisibility(asSeen);
  const found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const holder = walk.currentNode.parentElement;
    const skipped = holder.closest("script, style, noscript, [translate='no'], code");
    if (!skipped && shown(holder)) found.add(walk.currentNode.data.trim());
  }
  for (const element of document.body.querySelectorAll("*")) {
    if (!shown(element)) continue;
    for (const name of ["aria-label", "title", "placeholder", "alt", "aria-description"]) {
      const value = element.getAttribute(name);
      if (value) found.add(value.trim());
    }
  }
  found.add(document.title);
  found.delete("");
  return [...found];
}"""

_STICKING_OUT = """() => {
  const wide = [];
  for (const element of document.body.querySelectorAll("*")) {
    if (!element.checkVisibility({visibilityProperty: true})) continue;
    // What the keyboard moves of a slider is clipped away; its thumb is what is seen.
    if (element.matches("[type=range]")) continue;
    // A wide table scrolls inside its own frame, which the keyboard reaches.
    if (element.parentElement?.closest(".figure-table, .sheet")) continue;
    const style = getComputedStyle(element);
    const framed = element.matches(".figure-table, .sheet");
    const scrolls = ["auto", "scroll"].includes(style.overflowX) && !framed;
    const box = element.getBoundingClientRect();
    // A closed side bar waits at the left of the window.
    if (box.width <= 1 || box.height <= 1 || box.right <= 0) continue;
    const says = `${element.tagName} ${element.getAttribute("class") ?? ""} ${element.textContent}`;
    if (scrolls && element.scrollWidth > element.clientWidth + 1) wide.push("scrolls: " + says);
    if (box.left >= 0 && box.right > innerWidth + 1) wide.push(says);
  }
  if (document.documentElement.scrollWidth > innerWidth) wide.push("the document");
  return wide.map((says) => says.slice(0, 120));
}"""


def settled(page: Page, drawn: bool = True) -> None:
    """Wait until nothing is being computed or drawn; `drawn` is that figures are to be seen."""
    page.wait_for_function(_COMPLETE, arg=drawn, polling=60)


def texts(page: Page) -> list[str]:
    """Return all texts that a reader sees or hears; icons and code blocks are none."""
    found: list[str] = page.evaluate(_TEXTS)
    return found


def sticking_out(page: Page) -> list[str]:
    """Return what makes the page scroll sideways or stands outside the window."""
    found: list[str] = page.evaluate(_STICKING_OUT)
    return found


def lead_figures(page: Page) -> list[dict[str, Any]]:
    """Return name, number, unit and note of the figures that speak for their categories."""
    found: list[dict[str, Any]] = page.locator(".figure-first").evaluate_all(
        """(cards) => cards.map((card) => Object.fromEntries(
          ["name", "number", "unit", "note"].map(
            (part) => [part, card.querySelector(`.figure-${part}`)?.textContent ?? ""])))"""
    )
    return found


def source_panel(page: Page) -> Locator:
    """Wait for the source panel and return it."""
    panel = page.get_by_role("dialog")
    expect(panel).to_be_visible()
    expect(panel.locator("code").nth(1)).to_be_visible()
    settled(page, drawn=False)
    return panel


def close_panel(page: Page) -> None:
    """Close the source panel by keyboard."""
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def choose(page: Page, group: str, option: str) -> None:
    """Choose an option of a row of choices and wait for the page that follows."""
    page.get_by_role("radiogroup", name=group).get_by_text(option, exact=True).click()
    settled(page)


_COLOURS = """() => {
  const seen = (element) => { const style = getComputedStyle(element);
    return [style.color, style.backgroundColor]; };
  return JSON.stringify([...document.querySelectorAll("h1, [data-testid=stApp]")].map(seen));
}"""


def turn(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Let the system turn light or dark, and wait until the page has followed with every colour."""
    before = page.evaluate(_COLOURS)
    page.emulate_media(color_scheme=scheme)
    follows = f"""async (before) => {{
      const colours = {_COLOURS}, first = colours();
      if (JSON.parse(first).flat().some((one, at) => one === JSON.parse(before).flat()[at]
        && one !== "rgba(0, 0, 0, 0)")) return false;
      await new Promise(requestAnimationFrame);
      return colours() === first;
    }}"""
    page.wait_for_function(follows, arg=before)
    settled(page, drawn=False)
