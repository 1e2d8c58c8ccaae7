// The line one types in: how it is understood, whom it might mean, and what Enter does.

import { marksOf, whoIs } from "./entries.js";
import { command, guesses, nameInProgress, parse } from "./grammar.js";
import { el } from "./dom.js";

export class Line {
  /** `keep(said)` for an entry, `run(command)` for anything else, `up()` in an empty line, `leave()` on Escape. */
  constructor({ input, list, understood, desk, keep, run, up, leave, help }) {
    Object.assign(this, { input, list, understood, desk, keep, run, up, leave, help, found: [], chosen: 0 });
    input.addEventListener("input", () => this.read());
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("blur", () => setTimeout(() => this.#close(), 150));
    list.addEventListener("mousedown", (event) => {
      const item = event.target.closest("li");
      if (!item) return;
      event.preventDefault();
      this.#take([...list.children].indexOf(item));
    });
    this.read();
  }

  get value() {
    return this.input.value;
  }

  /** Puts a line in the place of what was typed. */
  set(text) {
    this.input.value = text;
    this.input.setSelectionRange(text.length, text.length);
    this.read();
  }

  /** Reads what is typed, and shows what it means. */
  read() {
    // Whoever took a name and then says "on behalf of" need not go back for the colon.
    if (/: >$/.test(this.input.value)) this.input.value = this.input.value.replace(/: >$/, " > ");
    const { value, selectionStart } = this.input;
    const name = selectionStart === value.length ? nameInProgress(value, this.desk) : null;
    this.name = name;
    // A code typed whole is an owner already; Enter then keeps the entry.
    const isWhole = name?.isOwner && this.desk.seats.some((seat) => seat.code.toLowerCase() === name.typed.toLowerCase());
    this.found = name && !isWhole ? guesses(name.typed, this.desk, { seatsOnly: name.isOwner }) : [];
    this.chosen = 0;
    this.#showGuesses();
    this.#showUnderstood();
  }

  #showGuesses() {
    const items = this.found.map((one, place) =>
      el("li", { role: "option", id: `guess-${place}`, "aria-selected": String(place === this.chosen), text: one.label }),
    );
    this.list.replaceChildren(...items);
    this.input.setAttribute("aria-expanded", String(items.length > 0));
    if (items.length) this.input.setAttribute("aria-activedescendant", `guess-${this.chosen}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  #showUnderstood() {
    const text = this.input.value;
    if (!text.trim()) {
      this.understood.replaceChildren(el("span", { class: "quiet", text: "Type what is said. ? lists the keys." }));
      return;
    }
    const asked = command(text, this.desk);
    if (asked) {
      this.understood.replaceChildren(el("span", { text: asked.why ?? WORDS[asked.does] }));
      return;
    }
    const said = parse(text, this.desk);
    const who = whoIs(said, this.desk);
    this.understood.replaceChildren(
      el("b", { text: said.kind }),
      who ? el("span", { text: who }) : el("span", { class: "quiet", text: "no speaker" }),
      ...marksOf(said, this.desk).map((mark) => el("span", { text: mark })),
      ...said.problems.map((problem) => el("span", { class: "problem", text: problem })),
    );
  }

  #close() {
    this.found = [];
    this.#showGuesses();
  }

  #take(place) {
    const one = this.found[place];
    const before = this.input.value.slice(0, this.name.start);
    const code = this.desk.seats.find((seat) => seat.ref === one.seat)?.code;
    this.set(this.name.isOwner ? `${before}${code} ` : `${before}${one.name ?? code}: `);
    this.input.focus();
  }

  #key(event) {
    if (event.isComposing) return;
    const isOpen = this.found.length > 0;
    const doing = {
      Enter: () => (isOpen ? this.#take(this.chosen) : this.#enter()),
      Tab: isOpen && !event.shiftKey ? () => this.#take(this.chosen) : null,
      ArrowDown: isOpen ? () => this.#move(1) : null,
      ArrowUp: isOpen ? () => this.#move(-1) : this.input.value ? null : () => this.up(),
      Escape: isOpen ? () => this.#close() : () => this.leave(),
      "?": this.input.value ? null : () => this.help(),
    }[event.key];
    if (!doing || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    doing();
  }

  #move(step) {
    this.chosen = (this.chosen + step + this.found.length) % this.found.length;
    this.#showGuesses();
  }

  #enter() {
    const text = this.input.value;
    if (!text.trim()) return;
    const asked = command(text, this.desk);
    if (asked) {
      if (asked.why) return;
      this.set("");
      this.run(asked);
      return;
    }
    const said = parse(text, this.desk);
    if (said.problems.length) {
      this.read();
      return;
    }
    if (said.text) this.keep(said, text);
  }
}

const WORDS = {
  item: "go to this agenda item",
  back: "take back the last entry",
  next: "give the floor to the next",
  end: "end this turn",
  ask: "put on the list of speakers",
  here: "note as here, or as gone",
  nothing: "",
};
