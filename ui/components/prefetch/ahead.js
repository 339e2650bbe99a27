// What a page shows for the other options of a switch comes before a reader asks for it. A click on
// the switch shows it at once; the server's answer follows, and what it says holds.

const following = new Map();
let ahead = { page: "", label: "", frames: {} };

// `data` is {page, label, frames}: `label` is what the switch is called, `frames` hold by the text
// of every option what each place of the page shows then, by the places' keys.
export function keep({ data, parentElement }) {
  ahead = data;
  // Whoever looks can see that it is there.
  if (!parentElement.querySelector(".ahead")) parentElement.append(element("span", "ahead"));
}

// A place that shows frames: `follows` is {key, ahead}, the latter the page as it is now.
export function follow(place, follows, draw) {
  if (follows) following.set(place, { ...follows, draw });
  else following.delete(place);
}

// Shown at once is only what can be shown of the whole page; else it waits for the server.
function showAhead(frames) {
  for (const place of following.keys()) if (!place.isConnected) following.delete(place);
  const places = [...following.values()];
  const whole =
    places.length === Object.keys(frames).length &&
    places.every((place) => place.ahead === ahead.page && place.key in frames);
  if (whole) places.forEach((place) => place.draw(frames[place.key]));
}

function clicked({ target }) {
  const option = target.closest?.("[role=radio]");
  const label = option?.closest("[role=radiogroup]")?.getAttribute("aria-label");
  const frames = label === ahead.label ? ahead.frames[option?.textContent.trim()] : undefined;
  // The switch itself comes first.
  if (frames) setTimeout(() => showAhead(frames));
}

// On its way down, since switches keep a click to themselves.
document.addEventListener("click", clicked, true);
