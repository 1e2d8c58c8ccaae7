// The list of speakers with its clock, who is here, the quorum, and what the room's screen shows.

import { clock, el, replace } from "./dom.js";

const button = (act, ref, text, quiet = true) =>
  el("button", { type: "button", class: quiet ? "link" : "", "data-do": act, "data-ref": ref, text });

export class Floor {
  /** `act(values)` sends one act and gives how the meeting stands then. */
  constructor({ root, desk, act }) {
    Object.assign(this, { root, desk, act, now: null, skew: 0 });
    root.addEventListener("click", (event) => this.#click(event));
    root.addEventListener("change", (event) => this.#change(event));
    this.#at("ask-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const data = new FormData(event.target);
      const [seat, person] = String(data.get("who")).split("/");
      this.act({ do: "ask", seat, person: person ?? "", kind: data.get("kind") });
      event.target.reset();
    });
    setInterval(() => this.#tick(), 250);
  }

  #at(name) {
    return this.root.querySelector(`[data-at="${name}"]`);
  }

  /** Shows how the floor stands. */
  show(now, skew) {
    this.now = now;
    this.skew = skew ?? this.skew;
    const kind = (slot) => (slot.kind === "floor" ? "" : ` (${slot.kind})`);
    const name = (slot) => el("span", { class: "name", text: [slot.person, slot.seat].filter(Boolean).join(", ") + kind(slot) });
    const { speaking } = now;
    replace(
      this.#at("speaking"),
      speaking
        ? [name(speaking), el("span", { class: "clock", "data-at": "clock", "aria-hidden": "true" }), button("end", speaking.ref, "Ends")]
        : [el("span", { class: "quiet", text: "Nobody has the floor." })],
    );
    replace(
      this.#at("waiting"),
      now.waiting.map((slot) => el("li", {}, name(slot), button("give", slot.ref, "Gives the floor"), button("end", slot.ref, "Strike off"))),
    );
    this.#at("closed").checked = now.is_closed;
    this.#at("seconds").value = String(now.seconds ?? "");
    for (const box of this.root.querySelectorAll("[data-seat]")) box.checked = now.here.includes(box.dataset.seat);
    this.#at("quorum").textContent = now.quorum.words;
    const step = (found, word) => `${found.is_reached ? "enough" : "not enough"} to ${word}: ${found.words}`;
    replace(this.#at("thresholds"), [
      el("li", { class: now.quorum.open.is_reached ? "" : "late", text: step(now.quorum.open, "open") }),
      el("li", { class: now.quorum.decide.is_reached ? "" : "late", text: step(now.quorum.decide, "decide") }),
    ]);
    this.#at("item").value = now.screen.item;
    this.#at("chatham").checked = now.screen.is_chatham_house;
    const shown = now.entries.find((entry) => entry.ref === now.screen.entry);
    this.#at("shown").textContent = shown ? shown.text : "No text is shown.";
    this.#at("clear").hidden = !shown;
    this.#tick();
  }

  #tick() {
    const at = this.#at("clock");
    if (!at || !this.now?.speaking) return;
    const spoken = (Date.now() + this.skew - Date.parse(this.now.speaking.started_at)) / 1000;
    const limit = this.now.seconds;
    at.textContent = limit ? `${clock(spoken)} of ${clock(limit)}` : clock(spoken);
    at.classList.toggle("late", Boolean(limit) && spoken > limit);
  }

  /** The turn that is called next, or that is on: for whoever keeps the list by keys. */
  next() {
    const first = this.now?.waiting[0];
    return first ? this.act({ do: "give", slot: first.ref }) : null;
  }

  end() {
    return this.now?.speaking ? this.act({ do: "end", slot: this.now.speaking.ref }) : null;
  }

  /** Notes a seat as here, or as gone where it was here. */
  turn(seat) {
    return this.act({ do: "here", seat, is_on: !this.now?.here.includes(seat) });
  }

  /** Sets what the room's screen shows; what is not named stays. */
  screen(change) {
    const there = this.now?.screen ?? { entry: "", item: "", is_chatham_house: false };
    const wanted = { entry: there.entry, item: there.item, is_on: there.is_chatham_house, ...change };
    return this.act({ do: "screen", ...wanted });
  }

  #click(event) {
    const pressed = event.target.closest("[data-do]");
    if (pressed) this.act({ do: pressed.dataset.do, slot: pressed.dataset.ref });
    else if (event.target === this.#at("clear")) this.screen({ entry: "" });
  }

  #change(event) {
    const { target } = event;
    const seconds = this.#at("seconds").value;
    if (target.dataset.seat) this.act({ do: "here", seat: target.dataset.seat, is_on: target.checked });
    else if (target === this.#at("closed") || target === this.#at("seconds")) {
      this.act({ do: "list", is_on: this.#at("closed").checked, seconds });
    } else if (target === this.#at("item")) this.screen({ item: target.value });
    else if (target === this.#at("chatham")) this.screen({ is_on: target.checked });
  }
}
