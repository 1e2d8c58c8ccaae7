// Keys of the house. An element with data-key="x" is focused or pressed by that key; "?" lists them all.
// Lists marked data-list are walked with j and k, and with the arrows once the focus is inside one.
// Nothing fires while somebody types, and whoever dictates to the machine can switch single keys off.

const OFF = "keys-off";
const typing = (target) => target.closest("input, textarea, select, [contenteditable], dialog[open]") !== null;
const isShown = (element) => element.getClientRects().length > 0;
const listen = () => localStorage.getItem(OFF) === null;

function reach(element) {
  if (element.matches("input, textarea, select")) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

/** The element of a list item that takes the focus: the item itself, or the first thing in it that can. */
function handle(item) {
  return item.matches("[tabindex]") ? item : item.querySelector("a[href], button, input, summary, [tabindex]");
}

function walk(step) {
  const items = [...document.querySelectorAll("[data-list] > *")].filter((item) => isShown(item) && handle(item));
  if (items.length === 0) return false;
  const now = items.findIndex((item) => item.contains(document.activeElement));
  const next = items[now === -1 ? 0 : Math.min(items.length - 1, Math.max(0, now + step))];
  handle(next).focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function make(name, text, ...children) {
  const element = document.createElement(name);
  element.textContent = text;
  element.append(...children);
  return element;
}

/** Key and words of everything the page answers to, each key once. */
function keysOfThePage() {
  const keys = new Map();
  for (const element of document.querySelectorAll("[data-key]")) {
    if (isShown(element)) keys.set(element.dataset.key, element.dataset.does || element.textContent.trim());
  }
  if (document.querySelector("[data-list]")) keys.set("j", "Next in the list").set("k", "The one before");
  if (document.querySelector("main textarea")) keys.set("Ctrl Enter", "Send the form you write in");
  return keys;
}

function showKeys() {
  const list = make("dl", "");
  list.className = "facts";
  for (const [key, does] of keysOfThePage()) list.append(make("dt", "", make("kbd", key)), make("dd", does));

  const single = document.createElement("input");
  single.type = "checkbox";
  single.checked = listen();
  single.addEventListener("change", () => {
    if (single.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "yes");
  });
  const close = make("button", "Close");
  const title = make("h2", "Keys on this page");
  title.id = "keys-title";
  const dialog = make("dialog", "", title, list, make("p", "", make("label", "", single, " Listen to single keys")), close);
  dialog.setAttribute("aria-labelledby", title.id);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.target.closest("form")?.requestSubmit();
    return;
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const isArrow = event.key === "ArrowDown" || event.key === "ArrowUp";
  if (isArrow && !event.target.closest("[data-list]")) return;
  if (!isArrow && !listen()) return;
  if (isArrow || event.key === "j" || event.key === "k") {
    if (walk(event.key === "k" || event.key === "ArrowUp" ? -1 : 1)) event.preventDefault();
    return;
  }
  const element = [...document.querySelectorAll(`[data-key="${CSS.escape(event.key)}"]`)].find(isShown);
  if (!element) return;
  event.preventDefault();
  reach(element);
});

const opener = document.querySelector('[data-key="?"]');
opener?.removeAttribute("hidden");
opener?.addEventListener("click", showKeys);

// A form that came back with problems is read from them.
document.querySelector("[data-focus]")?.focus();

// htmx takes its token from the page, since the cookie cannot be read by scripts.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token) event.detail.headers["X-CSRFToken"] = token.value;
});
