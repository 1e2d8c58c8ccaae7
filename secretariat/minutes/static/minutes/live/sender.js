// Sends what waits, in order, one batch after the other, and never two windows at once.
//
// Whatever happens on the way, an entry leaves this browser only with the store's answer for its key and version.
// A second sending does no harm: the store knows the key.

const MOST_AT_ONCE = 20;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;
const TIMEOUT = 15000;

export class SignedOut extends Error {}

/** Asks or sends values; throws SignedOut where somebody must sign in again, and TypeError where no network is. */
export async function talk(url, { method = "GET", values, token, tag } = {}) {
  const headers = { Accept: "application/json" };
  if (values) headers["Content-Type"] = "application/json";
  if (token) headers["X-CSRFToken"] = token;
  if (tag) headers["If-None-Match"] = tag;
  const answer = await fetch(url, {
    method, headers, body: values ? JSON.stringify(values) : undefined,
    cache: "no-store", credentials: "same-origin", redirect: "error", signal: AbortSignal.timeout(TIMEOUT),
  });
  if (answer.status === 304) return { answer, values: null };
  if (answer.status === 401 || answer.status === 403) throw new SignedOut((await answer.json()).message);
  const told = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(told.message), { status: answer.status });
  return { answer, values: told };
}

export class Sender {
  /** `tell(state, words)` hears how it goes; `sent(row, told)` of each entry that was answered. */
  constructor({ url, tokenUrl, token, store, tell, sent }) {
    Object.assign(this, { url, tokenUrl, token, store, tell, sent, wait: FIRST_WAIT, timer: 0, isWoken: false, running: null });
    addEventListener("online", () => this.wake());
    addEventListener("focus", () => this.wake());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.wake());
  }

  /** Sends now what waits; called again while it sends, it looks once more afterwards. */
  wake() {
    clearTimeout(this.timer);
    this.isWoken = true;
    this.running ??= this.#run().finally(() => {
      this.running = null;
      if (this.isWoken) this.wake();
    });
    return this.running;
  }

  async #run() {
    this.isWoken = false;
    try {
      await navigator.locks.request(`secretariat-live/${this.store.place}`, () => this.#sendAll());
      this.wait = FIRST_WAIT;
      const left = await this.store.all();
      this.tell(left.length ? "refused" : "idle", "");
    } catch (error) {
      this.tell(error instanceof SignedOut ? "signed out" : "offline", error.message);
      if (error instanceof SignedOut) await this.#freshToken();
      this.timer = setTimeout(() => this.wake(), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    }
  }

  async #sendAll() {
    for (;;) {
      const rows = (await this.store.all()).filter((row) => row.state === "waiting").slice(0, MOST_AT_ONCE);
      if (rows.length === 0) return;
      this.tell("sending", "");
      await this.store.tried(rows.map((row) => row.key));
      const entries = rows.map(({ key, version, said, isTakenBack }) =>
        isTakenBack ? { key, version, is_taken_back: true } : { ...said, key, version },
      );
      const { values } = await talk(this.url, { method: "POST", values: { entries }, token: this.token });
      for (const row of rows) {
        const told = values.answers[row.key];
        if (!told) throw new Error("The store did not answer for every entry.");
        await this.store.settle(row.key, row.version, told);
        this.sent(row, told);
      }
    }
  }

  /** After somebody signed in again, in this window or another, forms have a new token. */
  async #freshToken() {
    try {
      this.token = (await talk(this.tokenUrl)).values.token;
    } catch (error) {
      if (!(error instanceof SignedOut || error instanceof TypeError || error.name === "TimeoutError")) throw error;
    }
  }
}
