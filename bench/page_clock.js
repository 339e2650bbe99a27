// Runs in every page before anything else and tells, by the page's own clock, in which frame the
// figures and the charts of a year could be seen. A page is known by what it says: the texts of
// its four figures outside of pictures, and the same texts as labels inside its charts (svg), two
// in each. What the page is made of does not matter.

(() => {
  const SKIPPED = new Set(["SCRIPT", "STYLE", "NOSCRIPT"]);
  let wanted = null;
  let pending = false;
  let changed = performance.now();

  // How many of the texts stand outside of pictures, and which of them inside.
  function look() {
    const plain = new Set();
    const drawn = new Set();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode.data.trim();
      if (!wanted.texts.has(text)) continue;
      const holder = walk.currentNode.parentElement;
      if (SKIPPED.has(holder.tagName) || !holder.checkVisibility()) continue;
      (holder instanceof SVGElement ? drawn : plain).add(text);
    }
    const { texts, charts } = wanted;
    const complete = charts.map((chart) => chart.every((text) => drawn.has(text)));
    return {
      figures: plain.size === texts.size,
      first: complete.some(Boolean),
      charts: complete.every(Boolean),
    };
  }

  // A frame shows what stood there when it began; its time is taken once it is handed over.
  function frame() {
    pending = false;
    if (!wanted || !document.body) return;
    const seen = look();
    const { marks, resolve } = wanted;
    const fresh = Object.keys(seen).filter((name) => seen[name] && !(name in marks));
    if (!fresh.length) return;
    const done = seen.figures && seen.charts;
    const asked = wanted;
    if (done) wanted = null;
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      const now = performance.now();
      for (const name of fresh) marks[name] = now - (asked.since ?? 0);
      if (done) resolve(marks);
    };
    channel.port2.postMessage(null);
  }

  function soon() {
    changed = performance.now();
    if (!wanted || pending) return;
    pending = true;
    requestAnimationFrame(frame);
  }

  function expect(texts, since) {
    const halves = [texts.slice(0, 2), texts.slice(2)];
    const asked = { texts: new Set(texts), charts: halves, marks: {}, since };
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

  const loading = expect(window.__benchTexts, 0);
  let changing = null;
  window.addEventListener(
    "click",
    (event) => {
      if (changing && changing.since === undefined) changing.since = event.timeStamp;
    },
    true,
  );

  window.bench = {
    loaded: () => loading.promise,
    origin: () => performance.timeOrigin,
    expect: (texts) => {
      changing = expect(texts, undefined);
    },
    changed: () => changing.promise,
    quiet,
  };
})();
