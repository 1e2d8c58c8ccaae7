// The review: a fact and its place in the source light up together; one hand on the keyboard is enough.
// Without this script the anchors and forms do the same.

const facts = () => [...document.querySelectorAll("[data-fact]")];
const marks = (key) => document.querySelectorAll(`[data-facts~="${CSS.escape(key)}"]`);

function light(fact, scroll) {
  document.querySelectorAll(".on").forEach((e) => e.classList.remove("on"));
  if (!fact) return;
  fact.classList.add("on");
  const spots = [...marks(fact.dataset.fact)];
  spots.forEach((mark) => mark.classList.add("on"));
  if (scroll) spots[0]?.scrollIntoView({ block: "center" });
}

document.addEventListener("focusin", (event) => {
  const fact = event.target.closest("[data-fact]");
  if (fact) light(fact, true);
});

document.addEventListener("click", (event) => {
  const mark = event.target.closest("[data-facts]");
  const twin = event.target.closest("a.twin");
  if (mark) {
    event.preventDefault();
    const fact = document.getElementById(`fact-${mark.dataset.facts.split(" ")[0]}`);
    fact?.focus({ preventScroll: true });
    fact?.scrollIntoView({ block: "center" });
  } else if (twin) {
    event.preventDefault();
    const fact = twin.closest("[data-fact]");
    fact.focus({ preventScroll: true });
    light(fact, true);
  }
});

document.addEventListener("keydown", (event) => {
  const correction = event.target.closest(".correction, .fact-form");
  if (event.key === "Escape" && correction) {
    event.preventDefault();
    const leave = [...correction.querySelectorAll("a, button")].find((e) => e.textContent.trim().startsWith("Leave"));
    leave?.click();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, button")) return;
  const fact = event.target.closest("[data-fact]");
  if (!fact || event.target.closest("a")) return;
  const wanted = { Enter: "[data-accept]", x: "[data-refuse]", e: "[data-correct]" }[event.key];
  if (!wanted) return;
  event.preventDefault();
  const all = facts();
  if (event.key !== "e") next = all[all.indexOf(fact) + 1]?.dataset.fact;
  fact.querySelector(wanted)?.click();
});

// After a fact was settled the next one is at hand; after a correction the fact itself, as it now reads.
let next;
document.addEventListener("htmx:afterSettle", (event) => {
  const settled = event.detail.elt;
  if (settled.matches(".correction, .fact-form")) {
    const wrong = settled.querySelector("[aria-invalid=true]");
    (wrong || settled.querySelector("input:not([type=hidden]), select, textarea"))?.focus();
  }
  if (!settled.matches("[data-fact]")) return;
  const after = next && document.querySelector(`[data-fact="${CSS.escape(next)}"]`);
  (after || settled).focus();
  next = undefined;
});

// A page that opens at a fact goes on from there.
if (location.hash.startsWith("#fact-")) document.getElementById(location.hash.slice(1))?.focus();
