// Dropping papers: one request for each file, each with its bar. Without this script the form sends them all.

const form = document.getElementById("drop");
const input = form.querySelector("input[type=file]");
const list = document.getElementById("uploads");

function send(file) {
  const row = document.createElement("p");
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  const label = document.createElement("label");
  label.append(`${file.name}: `, bar);
  row.append(label);
  list.append(row);
  const data = new FormData(form);
  data.delete("papers");
  data.append("papers", file);
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-Upload", "one");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = (event.loaded / event.total) * 100;
    });
    request.addEventListener("loadend", () => done(request));
    request.send(data);
  });
}

async function sendAll(files) {
  let last;
  for (const file of files) last = await send(file);
  if (files.length === 1 && last.status === 200) location.assign(last.responseText);
  else location.reload();
}

form.addEventListener("submit", (event) => {
  if (input.files.length === 0) return;
  event.preventDefault();
  sendAll([...input.files]);
});
for (const name of ["dragenter", "dragover"]) {
  form.addEventListener(name, (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
}
form.addEventListener("dragleave", () => form.classList.remove("over"));
form.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  sendAll([...event.dataTransfer.files]);
});
