/* Streamlit puts an open popover at the end of the page, where no Tab arrives: opened by a key, it
   takes the focus; Tab past its ends and Escape lead back to its button. */
() => {
  window.__popovers?.stop();
  const BODY = "[role=dialog]";
  const STOPS = "button, input, select, textarea, a[href], summary, [tabindex='0']";
  const control = new AbortController();
  const BUTTON = "button[aria-haspopup=dialog]";
  let waiting = false;
  const stopsOf = (body) =>
    [...body.querySelectorAll(STOPS)].filter(
      (one) => !one.disabled && one.tabIndex >= 0 && one.offsetWidth,
    );
  const enter = () => {
    const [first] = [...document.querySelectorAll(BODY)].flatMap(stopsOf);
    if (!waiting || !first) return;
    waiting = false;
    first.focus();
  };
  const observer = new MutationObserver(() => waiting && requestAnimationFrame(enter));
  observer.observe(document.body, { childList: true, subtree: true });
  const onKey = (event) => {
    const button = event.target.closest?.(BUTTON);
    if (button && (event.key === "Enter" || event.key === " ")) {
      waiting = button.getAttribute("aria-expanded") !== "true";
      return;
    }
    const body = event.target.closest?.(BODY);
    const opener = document.querySelector(`${BUTTON}[aria-expanded=true]`);
    if (!body || !opener || (event.key !== "Tab" && event.key !== "Escape")) return;
    if (event.key === "Escape") {
      setTimeout(() => document.contains(opener) && opener.focus());
      return;
    }
    const stops = stopsOf(body);
    const at = stops.indexOf(event.target) + (event.shiftKey ? -1 : 1);
    (stops[at] ?? opener).focus();
    event.preventDefault();
    event.stopPropagation();
  };
  const forget = () => {
    waiting = false;
  };
  document.addEventListener("keydown", onKey, { capture: true, signal: control.signal });
  document.addEventListener("pointerdown", forget, { capture: true, signal: control.signal });
  window.__popovers = {
    stop: () => {
      control.abort();
      observer.disconnect();
    },
  };
}
