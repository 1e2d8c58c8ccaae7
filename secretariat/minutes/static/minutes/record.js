// Keys of the record: e edits the entry at hand, Alt with an arrow moves it. All of it works by mouse too.

const typing = (target) => target.closest("input, textarea, select") !== null;

document.addEventListener("keydown", (event) => {
  const entry = event.target.closest(".entry");
  if (!entry || typing(event.target)) return;
  const wanted = { ArrowUp: "[data-up]", ArrowDown: "[data-down]" }[event.key];
  if (event.altKey && wanted) {
    event.preventDefault();
    entry.querySelector(wanted)?.click();
  } else if (event.key === "e" && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    entry.querySelector("[data-edit]")?.click();
  }
});

// One form at a time: what is typed in an open one is never swept away by opening another.
document.addEventListener("htmx:beforeRequest", (event) => {
  for (const form of document.querySelectorAll(".entry-form")) {
    const text = form.querySelector("textarea");
    if (text.value !== text.defaultValue) {
      event.preventDefault();
      text.focus();
      return;
    }
    form.remove();
  }
});

// A form that arrives takes the keyboard at once, where the writing begins.
document.addEventListener("htmx:afterSwap", (event) => {
  event.detail.elt.querySelector?.(".entry-form textarea")?.focus();
});
