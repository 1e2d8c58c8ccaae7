// What one typed line means. Pure: no page, no network, so that it can be tested alone.
//
//   p% cu > dj: Prepare a guide together @HR,RS 15.10.
//   │││  │     └ what was said             └ who owes it, by when
//   │││  └ on behalf of whom
//   ││└ two letters of a name, of a seat or of initials
//   │└ % keeps the words and hides the speaker; ! is for the bureau alone
//   └ one key for the kind; none is a statement

import { fold } from "./letters.js";

export const CHATHAM = "%";
export const BUREAU = "!";
const MOST_GUESSES = 6;
const HEAD = /^([^:\n]{1,160}?):(?=\s|$)\s*/u;
const OWED = /(?:^|\s)@((?:[\p{L}-]{2,}(?:,\s?[\p{L}-]{2,})*)?)(?:\s*(\d{1,2}\.\d{1,2}\.(?:\d{4})?|\d{4}-\d{2}-\d{2}))?\s*$/u;

/** How well words that were typed fit one name: smaller is better, Infinity not at all. */
function fit(typed, name) {
  if (typed === name) return 0;
  const words = name.split(/[\s-]+/);
  if (name.startsWith(typed)) return 2;
  if (words.at(-1).startsWith(typed)) return 2;
  const wanted = typed.split(/\s+/);
  if (wanted.every((part) => words.some((word) => word.startsWith(part)))) return 3;
  return typed.length >= 2 && words.map((word) => word[0]).join("") === typed ? 4 : Infinity;
}

/** A name as it is typed: with the seat's code where two people have the same. */
export function fullName(person, desk) {
  const isAlone = desk.people.every((other) => other === person || other.name !== person.name);
  return isAlone ? person.name : `${person.name} (${desk.seats.find((one) => one.ref === person.seat)?.code ?? person.ref})`;
}

/** The best guesses for what was typed, best first: people with their seats, and seats. */
export function guesses(typed, desk, { seatsOnly = false } = {}) {
  const wanted = fold(typed);
  if (wanted.length < 2) return [];
  const found = [];
  for (const seat of desk.seats) {
    const isCode = fold(seat.code) === wanted;
    const rank = isCode ? 1 : Math.min(...seat.names.map((name) => fit(wanted, name)));
    if (rank < Infinity) found.push({ rank, label: seat.name, person: "", seat: seat.ref });
  }
  for (const person of seatsOnly ? [] : desk.people) {
    const seat = desk.seats.find((one) => one.ref === person.seat);
    const rank = fold(fullName(person, desk)) === wanted ? 0 : Math.min(...person.names.map((name) => fit(wanted, name)));
    if (rank === Infinity) continue;
    const label = seat ? `${person.name}, ${seat.name}` : person.name;
    found.push({ rank, label, person: person.ref, seat: person.seat, name: fullName(person, desk) });
  }
  return found.sort((a, b) => a.rank - b.rank || a.label.localeCompare(b.label)).slice(0, MOST_GUESSES);
}

/** The one that was meant; `doubt` holds several that fit equally well, of whom nobody is taken by chance. */
function pick(typed, desk, options) {
  const found = guesses(typed, desk, options);
  const best = found.filter((one) => one.rank === found[0].rank);
  return best.length > 1 ? { doubt: best } : { one: found[0] };
}

const quoted = (text) => /^["“„](.+?)["”“]$/u.exec(text.trim())?.[1] ?? "";

/** The kind that a line begins with, and what follows. Only a small letter standing alone is a key. */
function readKind(line, desk) {
  const found = /^([a-z])(?=[\s%!]|$)\s*/.exec(line);
  const kind = found && desk.kinds.find((one) => one.key === found[1]);
  return kind ? { kind, rest: line.slice(found[0].length), isKeyed: true } : { rest: line, isKeyed: false };
}

function readMarks(text, said) {
  const found = /^\s*([%!]+)\s*/.exec(text);
  if (!found) return text.trimStart();
  if (found[1].includes(CHATHAM)) said.is_chatham_house = true;
  if (found[1].includes(BUREAU)) said.ring = "bureau";
  return text.slice(found[0].length);
}

function readWho(typed, desk, said, { who, words, seat }) {
  if (quoted(typed)) {
    said[words] = quoted(typed);
    return true;
  }
  const { one, doubt } = pick(typed, desk);
  if (doubt) said.problems.push(`“${typed}” may be ${doubt.map((d) => d.label).join(" or ")}.`);
  if (one?.person) said[who] = one.person;
  if (one && seat) said.seat = one.seat;
  if (one && !one.person && !seat) said[words] = one.label;
  return Boolean(one || doubt);
}

/** Who speaks, and on behalf of whom; what is no name stays in the text. */
function readHead(text, desk, said, isKeyed) {
  const found = HEAD.exec(text);
  if (!found) return text;
  const [speaker, behalf] = found[1].split(">").map((part) => part.trim());
  if (!readWho(speaker, desk, said, { who: "speaker", words: "speaker_words", seat: true })) {
    if (behalf !== undefined || (isKeyed && speaker.length <= 3)) {
      said.problems.push(`Nobody here is called “${speaker}”. In quotation marks any words may stand for a speaker.`);
    }
    return text;
  }
  if (behalf && !readWho(behalf, desk, said, { who: "on_behalf_of", words: "on_behalf_words", seat: false })) {
    said.on_behalf_words = behalf;
  }
  return text.slice(found[0].length);
}

/** A day as year-month-day; without a year the next such day from the meeting on. Empty for no such day. */
export function readDay(text, from) {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const short = /^(\d{1,2})\.(\d{1,2})\.(\d{4})?$/.exec(text);
  if (!iso && !short) return "";
  const [day, month] = iso ? [iso[3], iso[2]] : [short[1], short[2]];
  const write = (year) => `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  const isDay = (value) => !Number.isNaN(Date.parse(value)) && new Date(value).toISOString().startsWith(value);
  const first = Number(iso?.[1] ?? short?.[3] ?? from.slice(0, 4));
  // The twenty-ninth of February comes again after four years, or after eight.
  const years = iso || short[3] ? [first] : [...Array(9).keys()].map((step) => first + step);
  return years.map(write).find((value) => isDay(value) && (years.length === 1 || value >= from)) ?? "";
}

function readOwed(text, desk, said, kind) {
  const found = OWED.exec(text);
  if (!found || (!found[1] && !found[2])) return text;
  if (!kind.owes) {
    said.problems.push(`Owner and date go with a commitment, request, offer or proposal, not with a ${kind.kind}.`);
  }
  for (const typed of (found[1] || "").split(",").map((part) => part.trim()).filter(Boolean)) {
    if (typed.toLowerCase() === "all") {
      said.owners.push(...desk.seats.filter((seat) => seat.is_member).map((seat) => seat.ref));
      continue;
    }
    const exact = desk.seats.find((seat) => fold(seat.code) === fold(typed));
    const { one, doubt } = exact ? { one: { seat: exact.ref } } : pick(typed, desk, { seatsOnly: true });
    if (one) said.owners.push(one.seat);
    else said.problems.push(doubt ? `“@${typed}” may be several seats.` : `No seat is called “@${typed}”.`);
  }
  if (found[2]) {
    said.due_on = readDay(found[2], desk.day);
    if (!said.due_on) said.problems.push(`“${found[2]}” is no day.`);
  }
  return text.slice(0, found.index).trimEnd();
}

/** What a line says, ready to be sent; `problems` are sentences, and while there are any nothing is kept. */
export function parse(line, desk) {
  const said = {
    kind: "statement", text: "", speaker: "", seat: "", speaker_words: "", on_behalf_of: "", on_behalf_words: "",
    ring: "", is_chatham_house: false, owners: [], due_on: "", problems: [],
  };
  const { kind, rest, isKeyed } = readKind(line.trimStart(), desk);
  said.kind = kind?.kind ?? "statement";
  const marked = readMarks(rest, said);
  const text = readMarks(readHead(marked, desk, said, isKeyed), said);
  said.text = readOwed(text, desk, said, kind ?? { kind: "statement", owes: false }).trim();
  return said;
}

/** What is typed at the end of a head, or after @, and might still become a name: for the list of guesses. */
export function nameInProgress(line, desk) {
  const owner = /(?:^|\s)@(?:[\p{L}-]+,\s?)*([\p{L}-]{2,})$/u.exec(line);
  if (owner) return { typed: owner[1], start: line.length - owner[1].length, isOwner: true };
  const start = line.length - line.trimStart().length;
  const { rest, isKeyed } = readKind(line.trimStart(), desk);
  if (HEAD.test(rest) || !isKeyed) return null;
  const part = /^(?:\s*[%!]+\s*)?(?:[^:>]*>)?\s*([^:>"“„%!]*)$/u.exec(rest);
  const typed = part?.[1] ?? "";
  // Four words are a sentence, and no name any more.
  if (fold(typed).length < 2 || typed.trim().split(/\s+/).length > 4) return null;
  return { typed, start: start + line.trimStart().length - typed.length, isOwner: false };
}

/** The line that says what an entry says: to be typed on. */
export function toLine(entry, desk) {
  const key = desk.kinds.find((one) => one.kind === entry.kind)?.key ?? "s";
  const marks = (entry.is_chatham_house ? CHATHAM : "") + (entry.ring === "bureau" && desk.ring !== "bureau" ? BUREAU : "");
  const person = (ref) => {
    const found = desk.people.find((one) => one.ref === ref);
    return found ? fullName(found, desk) : "";
  };
  const seat = (ref) => desk.seats.find((one) => one.ref === ref);
  const speaker = person(entry.speaker) || (entry.speaker_words ? `"${entry.speaker_words}"` : seat(entry.seat)?.code ?? "");
  const behalf = person(entry.on_behalf_of) || (entry.on_behalf_words ? `"${entry.on_behalf_words}"` : "");
  const head = speaker ? `${speaker}${behalf ? ` > ${behalf}` : ""}: ` : "";
  const owners = (entry.owners ?? []).map((ref) => seat(ref)?.code).filter(Boolean).join(",");
  const owed = owners || entry.due_on ? ` @${owners}${entry.due_on ? ` ${entry.due_on}` : ""}` : "";
  return `${key}${marks} ${head}${entry.text}${owed}`;
}

/** What a line that is no entry asks for: #3, -, *, ., +hr, +!hr, +~hr, =hr. Null for everything else. */
export function command(line, desk) {
  const text = line.trim();
  const item = /^#(\d{1,3})$/.exec(text);
  if (item) return { does: "item", number: Number(item[1]) };
  if (text === "-") return { does: "back" };
  if (text === "*") return { does: "next" };
  if (text === ".") return { does: "end" };
  const seat = /^([+=])([!~]?)([\p{L}-]{2,})$/u.exec(text);
  if (!seat) return null;
  const { one, doubt } = pick(seat[3], desk, { seatsOnly: seat[1] === "=" });
  if (!one) return { does: "nothing", why: doubt ? `“${seat[3]}” may be several.` : `No seat is called “${seat[3]}”.` };
  const kind = { "!": "point of order", "~": "right of reply" }[seat[2]] ?? "floor";
  return { does: seat[1] === "+" ? "ask" : "here", seat: one.seat, person: one.person, kind };
}
