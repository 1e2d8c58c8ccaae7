// The rapporteur's desk: what is typed is kept here first, then sent; the meeting's floor and screen stand beside it.

import { ahead } from "./dom.js";
import { merged, showEntries } from "./entries.js";
import { Floor } from "./floor.js";
import { parse, toLine } from "./grammar.js";
import { Line } from "./line.js";
import { Sender, SignedOut, talk } from "./sender.js";
import { Store } from "./store.js";

const ON_SCREEN = ["proposal", "commitment", "decision"];
const EVERY = 1500;
const page = document.querySelector("#live");
const at = (name) => page.querySelector(`[data-at="${name}"]`);
const desk = JSON.parse(document.querySelector("#desk").textContent);
const urls = page.dataset;

const state = { now: JSON.parse(document.querySelector("#first").textContent), mine: [], typing: [], acked: new Map(), keys: new Set(), editing: null, tag: "", refusals: new Map(), item: "" };
const others = new BroadcastChannel("secretariat-live");
let store;
let sender;
let line;
let chain = Promise.resolve();

function draw() {
  const mine = state.mine.map((row) => ({ ...row, boxes: state.refusals.get(row.key) }));
  const lines = merged(state.now, mine, state.acked);
  showEntries(at("entries"), lines, desk, { isMine: (key) => isMine(key), onScreen: mayStand });
  const waiting = mine.filter((row) => row.state !== "refused").length;
  at("count").textContent = waiting ? `${waiting} kept here, not sent yet` : "";
  state.lines = lines;
}

/** Whether an entry was typed in this browser by this person: only that one's words may be taken back from here. */
function isMine(key) {
  return Boolean(key) && (state.keys.has(key) || key.startsWith(`${state.deskName}-`));
}

const mayStand = (said) => ON_SCREEN.includes(said.kind) && !said.is_chatham_house && (!said.ring || said.ring === desk.ring);

async function refresh() {
  const kept = await store.all();
  for (const row of kept) state.keys.add(row.key);
  const typing = new Set(state.typing.map((row) => row.key));
  state.mine = [...kept.filter((row) => !typing.has(row.key)), ...state.typing];
  draw();
}

/** Does one thing after the other, in the order in which they were asked for; what fails is said, and stops nothing. */
function inOrder(work) {
  chain = chain.then(work).catch((error) => tell("not kept", error.message));
  return chain;
}

function keep(said, typed) {
  const whole = { ...said, item: state.item, said_at: new Date().toISOString() };
  delete whole.problems;
  const { editing } = state;
  leave();
  const shown = { key: editing?.key ?? `typing-${Date.now()}-${Math.random()}`, number: 0, version: editing?.version ?? 1, said: whole, state: "keeping", why: "" };
  state.typing.push(shown);
  state.mine = [...state.mine.filter((row) => row.key !== shown.key), shown];
  draw();
  return inOrder(async () => {
    try {
      const row = editing ? await store.rewrite({ ...editing, said: { ...whole, item: editing.item, said_at: editing.said_at } }) : await store.keep(whole);
      state.refusals.delete(row.key);
    } catch (error) {
      // Nothing typed is lost because a disk is full: the words go back to where they were typed.
      if (!line.value) line.set(typed);
      throw error;
    } finally {
      state.typing = state.typing.filter((one) => one !== shown);
      await refresh();
    }
    others.postMessage("changed");
    sender.wake();
  });
}

const lastOfMine = () => state.lines.findLast((one) => isMine(one.key) && one.row?.state !== "keeping");

function edit(found) {
  if (!found) return;
  const version = Math.max(found.row?.version ?? 0, found.entry?.version ?? 0, state.acked.get(found.key)?.version ?? 0);
  state.editing = { key: found.key, version, item: found.said.item ?? "", said_at: found.said.said_at };
  line.set(toLine(found.said, desk));
  at("editing").hidden = false;
  line.input.focus();
}

function leave() {
  state.editing = null;
  at("editing").hidden = true;
  line.set("");
}

function takeBack(found) {
  if (!found) return null;
  const version = Math.max(found.row?.version ?? 0, found.entry?.version ?? 0, state.acked.get(found.key)?.version ?? 0);
  return inOrder(async () => {
    await store.rewrite({ key: found.key, version, said: found.said, isTakenBack: true });
    state.refusals.delete(found.key);
    await refresh();
    others.postMessage("changed");
    sender.wake();
  });
}

/** Says once more that words in doubt are about no victim, suspect or case, and sends them with that. */
function keepAsked(found) {
  const said = { ...found.said, ...state.refusals.get(found.key) };
  return inOrder(async () => {
    await store.rewrite({ key: found.key, version: found.row.version, said });
    state.refusals.delete(found.key);
    await refresh();
    sender.wake();
  });
}

function tell(word, words) {
  const said = {
    idle: "Everything is sent.",
    refused: "Some entries were refused; each says why.",
    sending: "Sending.",
    offline: "No network. What you type is kept here and goes out when it is back.",
    "signed out": "You were signed out. What you type is kept here;",
    "not kept": `Not kept: ${words}`,
  };
  at("net").textContent = said[word];
  at("net").classList.toggle("is-late", !["idle", "sending"].includes(word));
  at("sign-in").hidden = word !== "signed out";
  page.dataset.net = word;
}

function sent(row, told) {
  if (told.state === "kept") state.acked.set(row.key, { version: row.version, ref: told.ref, said: row.said, isTakenBack: row.isTakenBack });
  if (told.boxes && Object.keys(told.boxes).length) state.refusals.set(row.key, told.boxes);
  inOrder(refresh);
  others.postMessage("changed");
  follow();
}

function took(values, skew) {
  state.now = values;
  for (const entry of values.entries) {
    if ((state.acked.get(entry.key)?.version ?? Infinity) <= entry.version) state.acked.delete(entry.key);
  }
  if (!state.isItemMine) state.item = values.screen.item;
  floor.show(values, skew);
  draw();
}

async function act(values) {
  try {
    const { answer, values: now } = await talk(urls.floor, { method: "POST", values: { ...values }, token: sender.token });
    took(now, ahead(answer));
    at("refused").textContent = "";
  } catch (error) {
    at("refused").textContent = error.status ? error.message : "That did not reach the store; do it again when the network is back.";
    if (error instanceof SignedOut) sender.wake();
    floor.show(state.now);
  }
}

let timer = 0;
let asking = false;
async function follow() {
  clearTimeout(timer);
  if (!asking) {
    asking = true;
    try {
      const { answer, values } = await talk(urls.now, { tag: state.tag });
      state.tag = answer.headers.get("ETag") ?? state.tag;
      if (values) took(values, ahead(answer));
      if (page.dataset.net === "offline") sender.wake();
    } catch (error) {
      if (error instanceof SignedOut) tell("signed out", "");
    } finally {
      asking = false;
    }
  }
  timer = setTimeout(follow, document.visibilityState === "visible" ? EVERY : EVERY * 4);
}

function goTo(number) {
  const item = desk.items[number - 1];
  if (!item) return;
  state.item = item.ref;
  state.isItemMine = true;
  at("item").value = item.ref;
  floor.screen({ item: item.ref }).finally(() => {
    state.isItemMine = state.now.screen.item !== item.ref;
  });
}

function run(asked) {
  const doing = {
    item: () => goTo(asked.number),
    back: () => takeBack(lastOfMine()),
    next: () => floor.next(),
    end: () => floor.end(),
    ask: () => act({ do: "ask", seat: asked.seat, person: asked.person, kind: asked.kind }),
    here: () => floor.turn(asked.seat),
  }[asked.does];
  doing?.();
}

function step(by) {
  const here = desk.items.findIndex((item) => item.ref === state.item);
  goTo(Math.min(desk.items.length, Math.max(1, here + 1 + by)));
}

page.addEventListener("keydown", (event) => {
  if (!event.altKey || !["ArrowDown", "ArrowUp"].includes(event.key) || !desk.items.length) return;
  event.preventDefault();
  step(event.key === "ArrowDown" ? 1 : -1);
});

at("entries").addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-act]");
  const key = event.target.closest("[data-entry]")?.dataset.entry;
  const found = state.lines.find((one) => (one.key || one.ref) === key);
  if (!pressed || !found) return;
  const doing = {
    edit: () => edit(found),
    back: () => takeBack(found),
    keep: () => keepAsked(found),
    drop: () => inOrder(() => store.drop(found.key).then(refresh)),
    screen: () => floor.screen({ entry: found.ref }),
  };
  doing[pressed.dataset.act]();
  // The button may be gone with what it did; who types goes on typing.
  line.input.focus();
});

// The same by fields, for whoever does not type by the grammar.
at("fields").addEventListener("submit", (event) => {
  event.preventDefault();
  const data = new FormData(event.target);
  const [seat, person] = String(data.get("who")).split("/");
  const said = {
    ...parse("", desk), kind: data.get("kind"), text: String(data.get("text")).trim(), seat, speaker: person ?? "",
    speaker_words: data.get("who_words"), on_behalf_of: String(data.get("behalf")).split("/")[1] ?? "",
    on_behalf_words: data.get("behalf_words"), ring: data.get("ring"), is_chatham_house: data.has("chatham"),
    owners: data.getAll("owners"), due_on: data.get("due_on"),
  };
  if (!said.text) return;
  state.editing = null;
  keep(said, "");
  event.target.reset();
});

const help = at("help");
at("ask-help").addEventListener("click", () => help.showModal());
at("close-help").addEventListener("click", () => help.close());
help.addEventListener("close", () => line.input.focus());
at("stop-editing").addEventListener("click", () => leave());
at("line-form").addEventListener("submit", (event) => event.preventDefault());

const floor = new Floor({ root: at("floor"), desk, act });
others.addEventListener("message", () => inOrder(refresh));

try {
  store = await Store.open(desk);
  state.deskName = await store.deskName();
} catch (error) {
  tell("not kept", `this browser keeps nothing (${error.message}). Use the record's own page.`);
  throw error;
}
line = new Line({
  input: at("input"), list: at("guesses"), understood: at("understood"), desk,
  keep, run, up: () => edit(lastOfMine()), leave, help: () => help.showModal(),
});
sender = new Sender({ url: urls.entries, tokenUrl: urls.token, token: page.querySelector("input[name=csrfmiddlewaretoken]").value, store, tell, sent });
state.item = state.now.screen.item;
floor.show(state.now);
await refresh();
page.dataset.ready = "yes";
line.input.disabled = false;
line.input.focus();
sender.wake();
follow();
