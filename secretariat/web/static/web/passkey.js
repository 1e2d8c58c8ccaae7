// Passkeys: the page asks, the device answers, the form carries the answer. One form a page at a time works.
// A form with data-passkey="get" or "create" finds its question on the page, or fetches it from its address.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const withIds = (list) => (list || []).map((item) => ({ ...item, id: bytes(item.id) }));

async function question(form) {
  const onPage = document.getElementById("passkey-question");
  if (onPage) return JSON.parse(onPage.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`the question could not be fetched: ${answer.status}`);
  return answer.json();
}

async function create(asked) {
  const options = asked.creation_options.publicKey;
  const key = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: withIds(options.excludeCredentials),
      // The passkey must know its holder, so that it can sign in alone later.
      authenticatorSelection: {
        ...options.authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
    },
  });
  return packed(key, {
    attestationObject: text(key.response.attestationObject),
    clientDataJSON: text(key.response.clientDataJSON),
  });
}

async function get(asked) {
  const options = asked.request_options.publicKey;
  const key = await navigator.credentials.get({
    publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: withIds(options.allowCredentials) },
  });
  const { authenticatorData, clientDataJSON, signature, userHandle } = key.response;
  return packed(key, {
    authenticatorData: text(authenticatorData),
    clientDataJSON: text(clientDataJSON),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
  });
}

const packed = (key, response) => ({
  type: key.type,
  id: key.id,
  rawId: text(key.rawId),
  clientExtensionResults: key.getClientExtensionResults(),
  response,
});

function watch(form) {
  const status = form.querySelector("[data-passkey-status]");
  form.querySelector("button").disabled = false;
  status.textContent = "";
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    status.textContent = "Your device asks you now.";
    try {
      const asked = await question(form);
      const answer = await (form.dataset.passkey === "create" ? create(asked) : get(asked));
      form.elements.credential.value = JSON.stringify(answer);
      form.submit();
    } catch (problem) {
      console.warn(problem);
      status.textContent =
        problem.name === "InvalidStateError"
          ? "This device holds a passkey for your account already."
          : "The device gave no answer. Nothing was changed; try again, or use another way.";
    }
  });
}

if (window.PublicKeyCredential) document.querySelectorAll("form[data-passkey]").forEach(watch);
