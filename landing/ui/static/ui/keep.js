// Zachte Landing: what somebody types in a form of the own plan is kept in this tab until the server has it. Without
// this script everything works. It is kept for one login only, and gone when one leaves, logs out or closes the tab.
(() => {
  "use strict";
  const doc = document;
  const PREFIX = "keep:";
  const SENT = "keep-sent";
  let store;
  try { store = window.sessionStorage; store.getItem(SENT); } catch { return; }

  const kept = () => Object.keys(store).filter((name) => name.startsWith(PREFIX));
  const forget = () => { kept().forEach((name) => store.removeItem(name)); store.removeItem(SENT); };
  const forms = [...doc.querySelectorAll("form[data-keep]")];
  const owner = forms.length ? forms[0].dataset.keep : "";
  const name = (form) => `${PREFIX}${form.dataset.keep}:${location.pathname}${location.search}`;

  // What belongs to another login goes, whoever it was.
  if (owner) kept().filter((one) => !one.startsWith(`${PREFIX}${owner}:`)).forEach((one) => store.removeItem(one));

  // The page after a form that was sent: the server has it now. Back on the form itself, it has not.
  const sent = store.getItem(SENT);
  if (sent && doc.referrer && !sent.endsWith(`:${location.pathname}${location.search}`)) {
    const from = new URL(doc.referrer);
    if (from.origin === location.origin && sent.endsWith(`:${from.pathname}${from.search}`)) store.removeItem(sent);
  }
  store.removeItem(SENT);

  const fields = (form) => [...form.elements].filter((one) => one.name && !["hidden", "submit", "button"].includes(one.type));
  const read = (form) => fields(form).map((one) => [one.name, one.value, ["radio", "checkbox"].includes(one.type) ? one.checked : null]);
  const write = (form, said) => {
    const left = [...said];
    fields(form).forEach((one) => {
      const at = left.findIndex((row) => row[0] === one.name && (row[2] === null || row[1] === one.value));
      if (at < 0) return;
      const [row] = left.splice(at, 1);
      if (row[2] === null) one.value = row[1]; else one.checked = row[2];
    });
  };

  const tell = (form, before) => {
    const note = doc.createElement("div");
    note.className = "note is-info";
    note.setAttribute("role", "status");
    const text = doc.createElement("p");
    text.textContent = "Dit typte je eerder. Het was nog niet bewaard.";
    const button = doc.createElement("button");
    button.type = "button";
    button.className = "btn btn--secondary";
    button.textContent = "Haal mijn tekst weg";
    button.addEventListener("click", () => { write(form, before); store.removeItem(name(form)); note.remove(); });
    note.append(text, button);
    form.before(note);
    const more = form.querySelector("details");
    if (more) more.open = true;
  };

  forms.forEach((form) => {
    const before = read(form);
    const answered = doc.querySelector(".errors") !== null; // the server gave the typed text back itself
    const draft = store.getItem(name(form));
    if (draft && !answered) {
      write(form, JSON.parse(draft));
      if (JSON.stringify(read(form)) !== JSON.stringify(before)) tell(form, before);
    }
    const keep = () => store.setItem(name(form), JSON.stringify(read(form)));
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    form.addEventListener("submit", () => { if (store.getItem(name(form))) store.setItem(SENT, name(form)); });
  });

  doc.addEventListener("submit", (event) => { if (/uitloggen|wissel/.test(event.target.action)) forget(); });
  doc.addEventListener("click", (event) => { if (event.target.closest(".exit a")) forget(); });
})();
