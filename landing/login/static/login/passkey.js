// Passkeys: hands what the server asks to the browser, and what the device answers back to the server as a form field.
(() => {
  "use strict";
  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (character) => character.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const create = async (asked) => {
    const made = await navigator.credentials.create({ publicKey: {
      ...asked, challenge: bytes(asked.challenge), user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: named(asked.excludeCredentials),
    } });
    return { id: made.id, rawId: text(made.rawId), type: made.type, clientExtensionResults: made.getClientExtensionResults(),
      response: { clientDataJSON: text(made.response.clientDataJSON), attestationObject: text(made.response.attestationObject) } };
  };
  const get = async (asked) => {
    const found = await navigator.credentials.get({ publicKey: {
      ...asked, challenge: bytes(asked.challenge), allowCredentials: named(asked.allowCredentials) } });
    const { clientDataJSON, authenticatorData, signature, userHandle } = found.response;
    return { id: found.id, rawId: text(found.rawId), type: found.type, clientExtensionResults: found.getClientExtensionResults(),
      response: { clientDataJSON: text(clientDataJSON), authenticatorData: text(authenticatorData), signature: text(signature),
        userHandle: userHandle ? text(userHandle) : null } };
  };

  if (window.PublicKeyCredential) document.querySelectorAll("[data-needs-passkey]").forEach((one) => { one.hidden = false; });
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    if (!window.PublicKeyCredential) return;
    form.hidden = false;
    const trouble = form.querySelector("[data-trouble]");
    let ready = false;
    form.addEventListener("submit", async (event) => {
      if (ready) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      trouble.hidden = true;
      try {
        const asked = form.dataset.options
          ? JSON.parse(form.dataset.options)
          : await (await fetch(form.dataset.ask, { headers: { Accept: "application/json" } })).json();
        const answer = await (form.dataset.passkey === "create" ? create : get)(asked.publicKey);
        form.elements.credential.value = JSON.stringify(answer);
        ready = true;
        form.requestSubmit();
      } catch (error) {
        trouble.hidden = false;
        trouble.focus();
      }
    });
  });
})();
