// Signing out empties this browser. Whoever has typed something here that was not sent yet is asked first.

const NAME = "secretariat-live";

async function unsent() {
  const there = await indexedDB.databases();
  if (!there.some((one) => one.name === NAME)) return 0;
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      const counting = database.transaction("entries").objectStore("entries").count();
      counting.onsuccess = () => {
        database.close();
        resolve(counting.result);
      };
      counting.onerror = () => reject(counting.error);
    };
  });
}

function ask(count, form) {
  const dialog = document.createElement("dialog");
  const title = document.createElement("h2");
  const words = document.createElement("p");
  const stay = document.createElement("button");
  const go = document.createElement("button");
  title.id = "unsent-title";
  title.textContent = count === 1 ? "One entry was not sent yet" : `${count} entries were not sent yet`;
  words.textContent =
    "They are kept in this browser alone, and signing out deletes them. Open the rapporteur's desk while there is a network, and they are sent.";
  stay.textContent = "Stay signed in";
  go.textContent = "Sign out and delete them";
  go.className = "quiet";
  stay.addEventListener("click", () => dialog.close());
  go.addEventListener("click", () => {
    form.dataset.asked = "yes";
    form.requestSubmit();
  });
  dialog.addEventListener("close", () => dialog.remove());
  const row = document.createElement("p");
  row.className = "row";
  row.append(stay, go);
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(title, words, row);
  document.body.append(dialog);
  dialog.showModal();
  stay.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-signs-out]") || form.dataset.asked) return;
  event.preventDefault();
  unsent().then((count) => {
    if (count) {
      ask(count, form);
      return;
    }
    form.dataset.asked = "yes";
    form.requestSubmit();
  });
});
