// Asks the browser for a security key when a form wants one, and sends what comes with the form.
"use strict";
{
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const named = (list) => (list || []).map((known) => ({...known, id: bytes(known.id)}));

  const register = async (asked) => {
    const publicKey = {...asked, challenge: bytes(asked.challenge), excludeCredentials: named(asked.excludeCredentials)};
    publicKey.user = {...asked.user, id: bytes(asked.user.id)};
    const made = await navigator.credentials.create({publicKey});
    return answer(made, {
      attestationObject: text(made.response.attestationObject),
      transports: made.response.getTransports ? made.response.getTransports() : [],
    });
  };
  const sign = async (asked) => {
    const publicKey = {...asked, challenge: bytes(asked.challenge), allowCredentials: named(asked.allowCredentials)};
    const made = await navigator.credentials.get({publicKey});
    return answer(made, {
      authenticatorData: text(made.response.authenticatorData),
      signature: text(made.response.signature),
      userHandle: made.response.userHandle ? text(made.response.userHandle) : undefined,
    });
  };
  const answer = (made, more) =>
    JSON.stringify({
      id: made.id,
      rawId: text(made.rawId),
      type: made.type,
      clientExtensionResults: {},
      response: {clientDataJSON: text(made.response.clientDataJSON), ...more},
    });

  for (const form of document.querySelectorAll("form[data-key]")) {
    const show = (problem) => {
      for (const note of form.querySelectorAll("[data-problem]")) note.hidden = note.dataset.problem !== problem;
    };
    const button = form.querySelector("button");
    if (!window.PublicKeyCredential) {
      button.disabled = true;
      show("unknown");
      continue;
    }
    button.disabled = false;
    show("");
    form.addEventListener("submit", async (event) => {
      const field = form.elements.namedItem("response");
      if (field.value) return;
      event.preventDefault();
      button.disabled = true;
      show("waiting");
      try {
        const asked = JSON.parse(form.dataset.key);
        field.value = await (asked.user ? register(asked) : sign(asked));
        form.submit();
      } catch (problem) {
        button.disabled = false;
        show(problem.name === "InvalidStateError" ? "known" : "none");
      }
    });
  }
}
