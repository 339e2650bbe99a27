// Runs in every page before anything else and tells, by the page's own clock, in which frame a
// picture could be seen. A picture is known by what it says, in groups of texts that are marked
// each when it is complete. A text is written with its place, "drawn:9,756": `text` is anywhere
// outside of pictures, `drawn` in a chart (svg), `cell` in a table, `title`, `dialog`, `current`
// (what is in hand at the desk); `top` is the first figure of a table. With "!" before it, it must
// be gone. A figure may carry its unit. What the page is made of does not matter.

(() => {
  const SKIPPED = new Set(["SCRIPT", "STYLE", "NOSCRIPT"]);
  const WITH_UNIT = /^(\d{1,3}(?:,\d{3})+)\D*$/;
  const PLACES = {
    cell: "table, [role=grid]",
    title: "h1",
    dialog: "[role=dialog], dialog",
    current: ".report-current",
  };
  // A link may lead to another document, where the clock of the click goes on.
  const KEPT = "bench move";
  const kept = location.protocol.startsWith("http") ? sessionStorage : null;
  let wanted = null;
  let pending = false;
  let changed = performance.now();

  // Which of the texts in question stand where.
  function look({ texts, top }) {
    const seen = new Set();
    let first = top;
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode.data.trim();
      const figure = WITH_UNIT.exec(text)?.[1];
      const holder = walk.currentNode.parentElement;
      const leads = first && figure && holder.closest(PLACES.cell);
      if (!leads && !texts.has(text) && !texts.has(figure)) continue;
      if (SKIPPED.has(holder.tagName) || !holder.checkVisibility({ visibilityProperty: true }))
        continue;
      if (leads) {
        first = false;
        seen.add("top:" + figure);
      }
      const places = holder instanceof SVGElement ? ["drawn"] : ["text"];
      for (const [name, selector] of Object.entries(PLACES))
        if (holder.closest(selector)) places.push(name);
      for (const name of places) seen.add(`${name}:${text}`).add(`${name}:${figure}`);
    }
    return seen;
  }

  const stands = (seen) => (entry) => entry[0] === "!" ? !seen.has(entry.slice(1)) : seen.has(entry);

  // A frame shows what stood there when it began; its time is taken once it is handed over.
  function frame() {
    pending = false;
    if (!wanted || !document.body || (wanted.acted && wanted.since === undefined)) return;
    const seen = look(wanted);
    const { marks, resolve, groups } = wanted;
    const complete = Object.keys(groups).filter((name) => groups[name].every(stands(seen)));
    const fresh = complete.filter((name) => !(name in marks));
    if (!fresh.length) return;
    const done = complete.length === Object.keys(groups).length;
    const asked = wanted;
    if (done) {
      wanted = null;
      if (kept) kept.removeItem(KEPT);
    }
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      const now = performance.now();
      for (const name of fresh) marks[name] = now - (asked.since ?? 0);
      if (done) resolve({ ...marks, frames: asked.frames });
    };
    channel.port2.postMessage(null);
  }

  function soon() {
    changed = performance.now();
    if (!wanted || pending) return;
    pending = true;
    requestAnimationFrame(frame);
  }

  // `acted` is that the clock begins with what the reader does next, else with the page.
  function expect(groups, acted) {
    const entries = Object.values(groups).flat();
    const texts = new Set(entries.map((entry) => entry.replace(/^!?[a-z]+:/, "")));
    const top = entries.some((entry) => entry.startsWith("top:"));
    const asked = { groups, texts, top, acted, marks: {}, frames: 0 };
    asked.promise = new Promise((resolve) => (asked.resolve = resolve));
    wanted = asked;
    soon();
    return asked;
  }

  function quiet(milliseconds) {
    return new Promise((resolve) => {
      const wait = () => {
        const left = changed + milliseconds - performance.now();
        if (left <= 0) resolve();
        else setTimeout(wait, left);
      };
      changed = performance.now();
      wait();
    });
  }

  const everything = { subtree: true, childList: true, characterData: true, attributes: true };
  new MutationObserver(soon).observe(document, everything);

  const begun = JSON.parse(kept?.getItem(KEPT) ?? "null");
  const loading = expect(begun?.groups ?? window.__benchPicture, false);
  let moving = null;
  if (begun) {
    moving = loading;
    moving.since = begun.clock - performance.timeOrigin;
  }
  function begin(event) {
    if (!moving || moving.since !== undefined) return;
    const asked = moving;
    asked.since = event.timeStamp;
    const clock = performance.timeOrigin + event.timeStamp;
    kept.setItem(KEPT, JSON.stringify({ groups: asked.groups, clock }));
    const count = () => {
      asked.frames += 1;
      if (wanted === asked) requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    soon();
  }
  for (const kind of ["click", "keydown", "change"]) window.addEventListener(kind, begin, true);

  window.bench = {
    loaded: () => loading.promise,
    origin: () => performance.timeOrigin,
    expect: (groups) => {
      moving = expect(groups, true);
    },
    done: () => wanted === null,
    moved: () => moving.promise,
    // What of a picture is lacking, for the message when it does not come.
    lacking: () => {
      if (!wanted) return [];
      return Object.values(wanted.groups).flat().filter((one) => !stands(look(wanted))(one));
    },
    quiet,
  };
})();
