// A text with marks. `data` is {paragraphs: [[{text, start?, state?, hint?, current?, choosable?}]],
// label, height, clickable}; a click on a mark sends its start as the trigger "choose".

function marked(piece, clickable, choose) {
  const tag = clickable ? "button" : "mark";
  const made = element(tag, `report-mark report-${piece.state}`, piece.text);
  if (clickable) {
    made.type = "button";
    made.onclick = () => choose(piece.start);
  }
  made.title = piece.hint;
  if (piece.current) {
    made.classList.add("report-current");
    made.setAttribute("aria-current", "true");
  }
  return made;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const choose = (start) => setTriggerValue("choose", start);
  let frame = parentElement.querySelector(":scope > .report");
  if (!frame) {
    frame = element("div", "report");
    parentElement.append(frame);
  }
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", data.label);
  frame.tabIndex = 0;
  frame.style.maxHeight = data.height ? `min(${data.height}px, 75vh)` : "none";
  const top = frame.scrollTop;
  frame.replaceChildren(
    ...data.paragraphs.map((pieces) => {
      const line = element("p");
      pieces.forEach((piece) => {
        line.append(piece.state ? marked(piece, data.clickable && piece.choosable, choose) : piece.text);
      });
      return line;
    }),
  );
  frame.scrollTop = top;
  const current = frame.querySelector(".report-current");
  if (current && data.height) {
    const inside = current.getBoundingClientRect().top - frame.getBoundingClientRect().top;
    if (inside < 0 || inside > frame.clientHeight - 60) {
      frame.scrollTop += inside - frame.clientHeight / 3;
    }
  }
}
