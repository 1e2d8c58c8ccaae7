// Keys of the house. An element with data-key="x" is focused or clicked by that key; "?" lists them all.
// Lists marked data-list are walked with j/k or the arrow keys. Nothing fires while somebody types.

const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

function reach(element) {
  if (element.matches("input, textarea, select")) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

function walk(step) {
  const items = [...document.querySelectorAll("[data-list] > [tabindex], [data-list] > li > a:first-of-type")];
  if (items.length === 0) return false;
  const now = items.findIndex((item) => item === document.activeElement || item.contains(document.activeElement));
  const next = items[Math.min(items.length - 1, Math.max(0, now + step))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function help() {
  document.querySelector("dialog.keys")?.remove();
  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  const title = document.createElement("h2");
  title.textContent = "Keys on this page";
  const list = document.createElement("dl");
  list.className = "facts";
  const lines = [...document.querySelectorAll("[data-key]")].map((e) => [e.dataset.key, e.dataset.does || e.textContent.trim()]);
  for (const [key, does] of new Map(lines).entries()) {
    const term = document.createElement("dt");
    const cap = document.createElement("kbd");
    cap.textContent = key;
    term.append(cap);
    const words = document.createElement("dd");
    words.textContent = does;
    list.append(term, words);
  }
  const close = document.createElement("button");
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.append(title, list, close);
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "?") {
    help();
  } else if ((event.key === "j" || event.key === "ArrowDown") && walk(1)) {
    // walked
  } else if ((event.key === "k" || event.key === "ArrowUp") && walk(-1)) {
    // walked
  } else {
    const element = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!element) return;
    reach(element);
  }
  event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.target.closest("form")?.requestSubmit();
  }
});

// htmx takes its token from the page, since the cookie cannot be read by scripts.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token) event.detail.headers["X-CSRFToken"] = token.value;
});
