// What was typed, as one list: what the store has, what is on the way, what was refused and why.

import { el, replace } from "./dom.js";

/** Words about who spoke, as the record prints them. */
export function whoIs(said, desk) {
  const person = (ref) => desk.people.find((one) => one.ref === ref)?.name ?? "";
  const seat = desk.seats.find((one) => one.ref === said.seat)?.name ?? "";
  const speaker = [person(said.speaker) || said.speaker_words, seat].filter(Boolean).join(", ");
  const behalf = person(said.on_behalf_of) || said.on_behalf_words;
  return behalf ? `${speaker}, on behalf of ${behalf}` : speaker;
}

/** Words about who may read it, and who owes it by when. */
export function marksOf(said, desk) {
  const owners = (said.owners ?? []).map((ref) => desk.seats.find((one) => one.ref === ref)?.name ?? "?");
  const marks = [];
  if (said.is_chatham_house) marks.push("Chatham House Rule");
  if (said.ring && said.ring !== desk.ring) marks.push(`for the ${said.ring}`);
  if (owners.length) marks.push(`owed by ${owners.join(", ")}`);
  if (said.due_on) marks.push(`due on ${said.due_on}`);
  return marks;
}

const byKey = (rows) => new Map(rows.map((row) => [row.key, row]));

/** The list as it is shown: entries of the record in their order, mine that it does not have yet behind them. */
export function merged(now, mine, acked) {
  const waiting = byKey(mine);
  const lines = now.entries.map((entry) => {
    const row = waiting.get(entry.key);
    waiting.delete(entry.key);
    const told = acked.get(entry.key);
    if (row) return { key: entry.key, ref: entry.ref, said: row.isTakenBack ? entry : row.said ?? entry, row, entry };
    if (told && told.version > entry.version) return { key: entry.key, ref: entry.ref, said: told.said, row: null, entry, isGone: told.isTakenBack };
    return { key: entry.key, ref: entry.ref, said: entry, row: null, entry };
  });
  const known = new Set(now.entries.map((entry) => entry.key));
  for (const [key, told] of acked) {
    if (!known.has(key) && !waiting.has(key) && !told.isTakenBack) lines.push({ key, ref: told.ref, said: told.said, row: null, entry: null });
  }
  for (const row of waiting.values()) {
    if (!row.isTakenBack || row.state === "refused") lines.push({ key: row.key, ref: "", said: row.said ?? {}, row, entry: null });
  }
  return lines.filter((line) => !line.isGone && !(line.row?.isTakenBack && line.row.state === "waiting"));
}

function stateOf(line) {
  if (line.row?.state === "refused") return el("span", { class: "is-refused", text: `refused: ${line.row.why}` });
  if (line.row?.state === "keeping") return el("span", { class: "quiet", text: "being kept" });
  if (line.row) return el("span", { class: "is-waiting", text: "kept here" });
  return el("span", { class: "is-sent", text: "sent" });
}

function buttons(line, { isMine, onScreen }) {
  const act = (word, text) => el("button", { type: "button", class: "link", "data-act": word, text });
  const may = isMine(line.key) && line.row?.state !== "keeping";
  return [
    may && act("edit", "Edit"),
    may && act("back", "Take back"),
    line.row?.state === "refused" && line.row.boxes && act("keep", "It is about no victim, suspect or case: keep it"),
    line.row?.state === "refused" && act("drop", "Give it up"),
    line.ref && onScreen(line.said) && act("screen", "Show in the room"),
    line.ref && el("a", { href: `/records/entries/${line.ref}/`, text: line.said.number ? `Decision ${line.said.number}` : "history" }),
  ].filter(Boolean);
}

/** Shows the list in its element; what did not change stays as it is, the focus with it. */
export function showEntries(list, lines, desk, options) {
  const items = lines.map((line) =>
    el(
      "li",
      { "data-key": false, "data-entry": line.key || line.ref, "data-state": line.row?.state ?? "sent", tabindex: "-1" },
      el("span", { class: "kind", text: line.said.kind ?? "" }),
      el(
        "div",
        {},
        el("span", { class: "who", text: whoIs(line.said, desk) }),
        el("p", { class: "text", text: line.said.text ?? "" }),
        el("p", { class: "meta" }, stateOf(line), ...marksOf(line.said, desk).map((text) => el("span", { text })), ...buttons(line, options)),
      ),
    ),
  );
  const grew = items.length > list.children.length;
  replace(list, items);
  // The newest stands at the end: a long meeting's list is rolled there, unless somebody reads further up.
  if (grew) list.scrollTop = list.scrollHeight;
}
