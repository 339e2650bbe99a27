// Slides over the whole window. `data` holds them as finished markup, the number to begin with, and
// the words of the buttons; leaving sends the trigger "left". The address keeps the slide.

const FORWARD = ["ArrowRight", "ArrowDown", "PageDown", " ", "Enter"];
const BACK = ["ArrowLeft", "ArrowUp", "PageUp", "Backspace"];
const LEAST_SWIPE = 50; // px
const WAIT_FOR_DIGIT = 700; // ms
const shows = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  if (!parentElement.querySelector(".presenting")) parentElement.append(element("i", "presenting"));
  const known = shows.get(parentElement);
  if (known && known.markup === data.slides && known.language === data.language) {
    known.root.classList.toggle("slides-dark", data.dark);
    return;
  }
  known?.end();
  const show = begin(parentElement, data, () => setTriggerValue("left", true));
  shows.set(parentElement, show);
  // The page may take its parts away without a word, when a reader goes back.
  const watch = new MutationObserver(() => {
    if (parentElement.isConnected) return;
    watch.disconnect();
    show.end();
  });
  watch.observe(document.body, { childList: true, subtree: true });
  return () => show.end();
}

function begin(place, data, left) {
  const root = element("div", "slides");
  root.classList.toggle("slides-dark", data.dark);
  root.lang = data.language;
  root.tabIndex = -1;
  root.setAttribute("role", "dialog");
  root.setAttribute("aria-modal", "true");
  root.setAttribute("aria-label", data.words.title);
  for (const name of ["--st-font", "--st-heading-font"]) {
    root.style.setProperty(name, getComputedStyle(place).getPropertyValue(name));
  }
  const parsed = new DOMParser().parseFromString(data.slides, "text/html");
  const slides = [...parsed.body.children].map((slide) => document.importNode(slide, true));
  const holder = element("div", "slides-holder");
  holder.setAttribute("aria-live", "polite");
  holder.append(...slides);
  const number = element("span", "slides-place");
  const show = { root, markup: data.slides, language: data.language, at: 0, ended: false };
  const page = document.getElementById("root");
  let digits = "";

  const go = (wanted) => {
    show.at = Math.min(Math.max(wanted, 0), slides.length - 1);
    slides.forEach((slide, index) => (slide.hidden = index !== show.at));
    source(false);
    number.textContent = `${show.at + 1} / ${slides.length}`;
    const here = new URL(location.href);
    here.searchParams.set(data.name, show.at + 1);
    history.replaceState(history.state, "", here);
  };
  const behind = () => slides[show.at].querySelector(".behind");
  const source = (shown) => {
    const sheet = behind();
    if (sheet) sheet.hidden = !shown;
    root.classList.toggle("slides-asked", Boolean(sheet && shown));
  };
  const toggle = () => source(behind()?.hidden);
  const leave = () => {
    show.end();
    left();
  };
  const whole = () =>
    document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.();

  const jump = (digit) => {
    digits += digit;
    const wanted = digits;
    setTimeout(() => {
      if (digits !== wanted) return;
      go(Number(digits) - 1);
      digits = "";
    }, WAIT_FOR_DIGIT);
  };
  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    const inButton = event.target.closest?.(".slides button") && (key === " " || key === "Enter");
    if (inButton) return;
    if (key === "Tab") return;
    event.stopImmediatePropagation();
    event.preventDefault();
    if (key === "Escape") {
      if (behind() && !behind().hidden) source(false);
      else leave();
    } else if (FORWARD.includes(key)) go(show.at + 1);
    else if (BACK.includes(key)) go(show.at - 1);
    else if (key === "Home") go(0);
    else if (key === "End") go(slides.length - 1);
    else if (key.toLowerCase() === "s") toggle();
    else if (key.toLowerCase() === "f") whole();
    else if (/^\d$/.test(key)) jump(key);
  };

  let touched = null;
  root.addEventListener("touchstart", (event) => (touched = event.changedTouches[0]), { passive: true });
  root.addEventListener("touchend", (event) => {
    const moved = touched ? event.changedTouches[0].clientX - touched.clientX : 0;
    if (Math.abs(moved) >= LEAST_SWIPE) go(show.at + (moved < 0 ? 1 : -1));
    touched = null;
  });

  const bar = element("div", "slides-bar");
  const button = (sign, name, act) => {
    const made = element("button", "", sign);
    made.type = "button";
    made.setAttribute("aria-label", name);
    made.title = name;
    made.onclick = act;
    bar.append(made);
  };
  bar.append(number);
  button("←", data.words.previous, () => go(show.at - 1));
  button("→", data.words.next, () => go(show.at + 1));
  button("S", data.words.source, toggle);
  button("Esc", data.words.leave, leave);

  show.end = () => {
    if (show.ended) return;
    show.ended = true;
    window.removeEventListener("keydown", press, true);
    if (document.fullscreenElement === root) document.exitFullscreen();
    if (page) page.inert = false;
    root.remove();
    const here = new URL(location.href);
    here.searchParams.delete(data.name);
    history.replaceState(history.state, "", here);
  };
  window.addEventListener("keydown", press, true);
  root.append(holder, bar);
  if (page) page.inert = true;
  document.body.append(root);
  go(data.at - 1);
  root.focus();
  return show;
}
