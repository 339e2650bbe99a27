"""What is wrong with how a page is laid out, measured in the browser.

What a reader sees at once: a text outside the window, over another or cut, and Chinese characters
with half-width punctuation between them. Texts that scroll inside a frame of their own
or that only programs read are none.
"""

import re

from playwright.sync_api import Page

from tests.browser.screen import sticking_out

_TOUCH = 2.5
"""Pixels by which the boxes of two texts may share a place: letters do not fill their box."""

_BOXES = """() => {
  const asSeen = {visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true};
  const frames = new Map();
  // What an element is clipped to, whether it scrolls, and what layer it is painted in.
  const frameOf = (at) => {
    if (!at || at === document.documentElement) {
      return {left: 0, top: -1e9, right: innerWidth, bottom: 1e9, layer: document.body};
    }
    if (frames.has(at)) return frames.get(at);
    const outer = frameOf(at.parentElement ?? at.getRootNode().host);
    const style = getComputedStyle(at);
    let frame = outer;
    if (style.overflowX !== "visible" || style.overflowY !== "visible") {
      const box = at.getBoundingClientRect();
      frame = {
        ...outer,
        left: Math.max(outer.left, box.left), right: Math.min(outer.right, box.right),
        top: Math.max(outer.top, box.top), bottom: Math.min(outer.bottom, box.bottom),
      };
    }
    if (["fixed", "sticky"].includes(style.position) || at.matches("[role=dialog]")) {
      frame = {...frame, layer: at};
    }
    frames.set(at, frame);
    return frame;
  };
  const boxes = [];
  const read = (root) => {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    while (walk.nextNode()) {
      const node = walk.currentNode;
      if (node.nodeType === Node.ELEMENT_NODE) {
        if (node.shadowRoot) read(node.shadowRoot);
        continue;
      }
      const holder = node.parentElement;
      if (!holder || !node.data.trim() || !holder.checkVisibility(asSeen)) continue;
      if (holder.closest("script, style, noscript, title, desc, [data-testid=stIconMaterial]")) {
        continue;
      }
      const frame = frameOf(holder);
      const range = document.createRange();
      range.selectNodeContents(node);
      const size = parseFloat(getComputedStyle(holder).fontSize);
      for (const box of range.getClientRects()) {
        const left = Math.max(box.left, frame.left), right = Math.min(box.right, frame.right);
        const spare = Math.max(0, box.height - size) / 2;
        const top = Math.max(box.top + spare, frame.top);
        const bottom = Math.min(box.bottom - spare, frame.bottom);
        if (right - left < 2 || bottom - top < 2 || size < 2) continue;
        boxes.push({left, right, top, bottom, layer: frame.layer, text: node.data.trim(), node});
      }
    }
  };
  read(document.body);
  return boxes;
}"""

_OVERLAPS = f"""(touch) => {{
  const boxes = ({_BOXES})().sort((a, b) => a.top - b.top);
  const found = new Set();
  boxes.forEach((one, at) => {{
    for (let next = at + 1; next < boxes.length && boxes[next].top < one.bottom - touch; next++) {{
      const other = boxes[next];
      if (other.node === one.node || other.layer !== one.layer) continue;
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (wide > touch && high > touch) {{
        found.add(`${{one.text.slice(0, 40)}} | ${{other.text.slice(0, 40)}}`);
      }}
    }}
  }});
  return [...found];
}}"""

_CUT = """() => {
  const found = [];
  const every = (root) => [...root.querySelectorAll("*")].flatMap(
    (at) => at.shadowRoot ? [at, ...every(at.shadowRoot)] : [at]);
  for (const at of every(document.body)) {
    if (!at.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    if (at instanceof SVGElement) {
      if (at.localName !== "text" || !at.textContent.trim()) continue;
      const box = at.getBoundingClientRect(), frame = at.ownerSVGElement.getBoundingClientRect();
      const past = Math.max(frame.left - box.left, box.right - frame.right);
      if (box.width > 1 && past > 1.5) found.push(at.textContent);
      continue;
    }
    const style = getComputedStyle(at);
    const own = [...at.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || style.overflowX === "visible" || style.display === "inline") continue;
    if (["auto", "scroll"].includes(style.overflowX) || at.clientWidth <= 1) continue;
    if (at.scrollWidth > at.clientWidth + 1) found.push(at.textContent.trim());
  }
  return [...new Set(found.map((text) => text.slice(0, 60)))];
}"""

_HALF_WIDTH = re.compile("(?<=[\u4e00-\u9fff])[,;:?!](?=[\u4e00-\u9fff])")


def layout_faults(page: Page) -> list[str]:
    """Return what stands outside the window, lies on another text of its layer, or is cut."""
    faults = {
        "sticks out": sticking_out(page),
        "overlaps": page.evaluate(_OVERLAPS, _TOUCH),
        "is cut": page.evaluate(_CUT),
    }
    return [f"{fault}: {text}" for fault, found in faults.items() for text in found]


def half_width(seen: list[str], printed: str) -> list[str]:
    """Return texts with half-width punctuation between Chinese characters.

    What a report prints, `printed`, stays as it is.
    """
    return [text for text in seen if _HALF_WIDTH.search(text) and text not in printed]
