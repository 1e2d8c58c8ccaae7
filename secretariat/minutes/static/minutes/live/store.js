// What is kept in this browser until the store has it: sealed, in order, and nothing besides.
//
// An entry counts as kept only when `keep` has returned: the transaction is over, and asked to be on the disk.
// It is sealed with a key that the server gives to the signed-in page and that is never kept here, so that the
// disk of a lost laptop tells nothing.

const NAME = "secretariat-live";

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("entries", { keyPath: "key" }).createIndex("place", "place");
      request.result.createObjectStore("desks", { keyPath: "place" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("Another window holds what is kept here; close it."));
  });
}

const answer = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const desk = () => Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => byte.toString(16).padStart(2, "0")).join("");

export class Store {
  /** `place` is whose entries, of which record: those of anybody else are neither shown nor sent. */
  constructor(database, key, place) {
    Object.assign(this, { database, key, place });
  }

  static async open({ writer, record, seal }) {
    const key = await crypto.subtle.importKey("raw", bytes(seal), "AES-GCM", false, ["encrypt", "decrypt"]);
    return new Store(await opened(), key, `${writer}/${record}`);
  }

  /** What this browser's desk is called for this person and record: every key begins with it. Empty before the first. */
  async deskName() {
    const transaction = this.database.transaction("desks");
    return (await answer(transaction.objectStore("desks").get(this.place)))?.desk ?? "";
  }

  /** Runs `work` on both tables in one transaction, and is over when its outcome is on the disk. */
  async #write(work) {
    const transaction = this.database.transaction(["entries", "desks"], "readwrite", { durability: "strict" });
    const over = new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("The browser did not keep it."));
    });
    const working = work(transaction.objectStore("entries"), transaction.objectStore("desks")).catch((error) => {
      transaction.abort();
      throw error;
    });
    const [result] = await Promise.all([working, over]);
    return result;
  }

  async #sealed(said) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const words = new TextEncoder().encode(JSON.stringify(said));
    return { iv, words: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.key, words) };
  }

  async #opened(row) {
    try {
      const words = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.sealed.iv }, this.key, row.sealed.words);
      return { ...row, said: JSON.parse(new TextDecoder().decode(words)) };
    } catch {
      return { ...row, said: null, state: "refused", why: "It was sealed with a key that is no more, and cannot be opened." };
    }
  }

  /** Keeps a new entry: gives it the next number of this browser's desk and its key. */
  async keep(said) {
    const sealed = await this.#sealed(said);
    return this.#write(async (entries, desks) => {
      const mine = (await answer(desks.get(this.place))) ?? { place: this.place, desk: desk(), next: 1 };
      const row = {
        key: `${mine.desk}-${mine.next}`, place: this.place, number: mine.next, version: 1, sealed,
        state: "waiting", why: "", wasTried: false, isTakenBack: false,
      };
      desks.put({ ...mine, next: mine.next + 1 });
      entries.put(row);
      return { ...row, said };
    });
  }

  /** Keeps what an entry says now, whether it waits here or is with the store already (then `version` is that one's). */
  async rewrite({ key, version, said, isTakenBack = false }) {
    const sealed = await this.#sealed(said);
    return this.#write(async (entries) => {
      const there = await answer(entries.get(key));
      if (isTakenBack && there && !there.wasTried) {
        entries.delete(key);
        return null;
      }
      const number = Number(key.split("-").at(-1));
      const next = Math.max(there?.version ?? 0, version ?? 0) + 1;
      const wasTried = there ? there.wasTried : true;
      const row = { key, place: this.place, number, version: next, sealed, state: "waiting", why: "", wasTried, isTakenBack };
      entries.put(row);
      return { ...row, said };
    });
  }

  /** What waits or was refused, in the order in which it was typed. */
  async all() {
    const transaction = this.database.transaction("entries");
    const rows = await answer(transaction.objectStore("entries").index("place").getAll(this.place));
    const sorted = rows.sort((a, b) => a.number - b.number);
    return Promise.all(sorted.map((row) => this.#opened(row)));
  }

  /** Says of rows that they are about to be sent: from now on the store may have them. */
  async tried(keys) {
    await this.#write(async (entries) => {
      for (const key of keys) {
        const row = await answer(entries.get(key));
        if (row && !row.wasTried) entries.put({ ...row, wasTried: true });
      }
    });
  }

  /** What the store answered for one version of an entry: kept there, it leaves this browser; else it says why. */
  async settle(key, version, told) {
    await this.#write(async (entries) => {
      const row = await answer(entries.get(key));
      if (!row || row.version !== version) return;
      if (told.state === "kept") entries.delete(key);
      else entries.put({ ...row, state: "refused", why: told.why });
    });
  }

  /** Gives up an entry that was refused; nothing else takes one away unsent. */
  async drop(key) {
    await this.#write(async (entries) => entries.delete(key));
  }
}
