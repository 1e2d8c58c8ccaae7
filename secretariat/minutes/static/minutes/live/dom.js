// Builds elements; nothing on this page is ever written as markup.

/** An element with properties (class, text, data-… and aria-… as attributes, on… as listeners) and children. */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "text") element.textContent = value;
    else if (key === "class") element.className = value;
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

/** Puts other children in the place of those that are there, but only where something changed. */
export function replace(parent, children) {
  const before = parent.cloneNode(false);
  before.append(...children);
  if (before.innerHTML !== parent.innerHTML) parent.replaceChildren(...before.childNodes);
}

/** Seconds as a clock shows them. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** How far the server's clock is ahead of this one, in milliseconds, by the Date of an answer. */
export function ahead(answer) {
  const date = Date.parse(answer.headers.get("Date") ?? "");
  return Number.isNaN(date) ? 0 : date + 500 - Date.now();
}
