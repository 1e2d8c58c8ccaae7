// The second screen: asks about twice a second what stands on the wall, and shows it; the clock runs by itself.

import { ahead, clock, el, replace } from "./dom.js";
import { SignedOut, talk } from "./sender.js";

const EVERY = 500;
const LONGEST = 8000;
const room = document.querySelector("#room");
const at = (name) => room.querySelector(`[data-at="${name}"]`);
let now = JSON.parse(document.querySelector("#now").textContent);
let tag = "";
let skew = 0;
let missed = 0;

function paint() {
  at("item").textContent = now.item || now.title;
  at("over").textContent = now.item ? now.title : "";
  at("turn").textContent = now.turn && now.turn !== "floor" ? now.turn : "";
  at("who").textContent = now.seat || (now.turn && now.is_chatham_house ? "Chatham House Rule" : "");
  at("person").textContent = now.person ?? "";
  at("kind").textContent = now.kind ?? "";
  at("text").textContent = now.text ?? "";
  const waits = now.waiting === 1 ? "one waits for the floor" : `${now.waiting} wait for the floor`;
  at("waiting").textContent = [now.waiting ? waits : "", now.is_closed ? "the list of speakers is closed" : ""].filter(Boolean).join("; ");
  replace(at("notes"), (now.notes ?? []).map((note) => el("p", { text: note })));
  room.classList.toggle("has-text", Boolean(now.text));
  tick();
}

function tick() {
  const started = Date.parse(now.started_at ?? "");
  if (Number.isNaN(started)) {
    at("clock").textContent = "";
    return;
  }
  const spoken = (Date.now() + skew - started) / 1000;
  const isOver = Boolean(now.seconds) && spoken > now.seconds;
  at("clock").textContent = now.seconds ? `${clock(spoken)} of ${clock(now.seconds)}` : clock(spoken);
  at("clock").classList.toggle("late", isOver);
}

async function follow() {
  try {
    const { answer, values } = await talk(room.dataset.now, { tag });
    skew = ahead(answer);
    if (values) {
      now = values;
      tag = answer.headers.get("ETag") ?? "";
      paint();
    }
    missed = 0;
    at("lost").textContent = "";
  } catch (error) {
    missed += 1;
    at("lost").textContent = error instanceof SignedOut ? "Signed out: sign in again to follow." : "No connection: this may be old.";
  }
  setTimeout(follow, Math.min(EVERY * 2 ** missed, LONGEST));
}

document.querySelector("#full")?.addEventListener("click", () => document.documentElement.requestFullscreen());
paint();
setInterval(tick, 250);
follow();
