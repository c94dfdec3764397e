// Zachte Landing, the person's own pages: read aloud with the voice of the device, and print. Everything works without it.
// A script, although client pages go without (docs/house.md): who cannot read can only be helped by a voice, and the one of
// the browser sends nothing anywhere. Only voices on the device itself are used; the text never leaves it.
(() => {
  "use strict";
  const doc = document;
  doc.querySelectorAll("[data-print]").forEach((one) => {
    one.hidden = false;
    one.addEventListener("click", () => window.print());
  });

  const box = doc.querySelector("[data-read]");
  const synth = window.speechSynthesis;
  if (!box || !synth || !window.SpeechSynthesisUtterance) return;
  const [play, slow, stop] = box.querySelectorAll("button");
  const status = box.querySelector("[role=status]");
  const BLOCK = "h1,h2,h3,h4,p,li,dt,dd,th,td,caption,figcaption,summary,label,legend,blockquote,.btn,.meta,.badge,span,strong,div";
  const NEVER = "[hidden],[aria-hidden=true],.sr,script,select,textarea,svg,details:not([open]) > :not(summary)";
  const seen = (one) => (one.checkVisibility ? one.checkVisibility({ visibilityProperty: true }) : one.getClientRects().length > 0);

  const langOf = (one) => (one.closest("[lang]") || doc.documentElement).lang.slice(0, 2);
  const voiceOf = (lang) => synth.getVoices().find((one) => one.localService && one.lang.slice(0, 2).toLowerCase() === lang.slice(0, 2));

  // What is on the screen, in order: a piece of text with the element in which it stands.
  const pieces = () => {
    const found = [];
    const walk = doc.createTreeWalker(doc.getElementById("inhoud"), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const said = walk.currentNode.data.replace(/\s+/g, " ").trim();
      const inside = walk.currentNode.parentElement;
      if (!said || inside.closest(NEVER) || !seen(inside)) continue;
      const block = inside.closest("p,li,dt,dd") || inside.closest(BLOCK) || inside;
      const lang = langOf(inside); // a piece in another language is a piece of its own
      const last = found[found.length - 1];
      if (last && last.block === block && last.lang === lang) last.said += ` ${said}`;
      else found.push({ block, said, lang });
    }
    return found;
  };

  let list = [];
  let at = 0;
  let turn = 0; // what an earlier turn still reports is not listened to
  const reads = () => play.getAttribute("aria-pressed") === "true";
  const show = (on) => { play.setAttribute("aria-pressed", on); };
  const unmark = () => doc.querySelectorAll(".is-read").forEach((one) => one.classList.remove("is-read"));
  const hush = () => { turn += 1; synth.cancel(); unmark(); show(false); };
  const end = () => { hush(); list = []; at = 0; slow.hidden = stop.hidden = true; };

  const say = () => {
    const mine = (turn += 1);
    synth.cancel();
    unmark();
    if (at >= list.length) { end(); return; }
    const { block, said, lang } = list[at];
    const voice = voiceOf(lang) || voiceOf(doc.documentElement.lang);
    if (!voice) { end(); status.textContent = box.dataset.none; return; }
    const speech = new SpeechSynthesisUtterance(said);
    speech.voice = voice;
    speech.lang = voice.lang;
    speech.rate = slow.getAttribute("aria-pressed") === "true" ? 0.7 : 1;
    speech.onend = () => { if (mine === turn) { at += 1; say(); } };
    speech.onerror = () => { if (mine === turn) end(); };
    block.classList.add("is-read");
    block.scrollIntoView({ block: "nearest" });
    synth.speak(speech);
  };

  play.addEventListener("click", () => {
    status.textContent = "";
    if (reads()) { hush(); return; } // a pause: the same piece comes again
    if (!list.length) list = pieces();
    show(true);
    slow.hidden = stop.hidden = false;
    say();
  });
  slow.addEventListener("click", () => {
    slow.setAttribute("aria-pressed", slow.getAttribute("aria-pressed") !== "true");
    if (reads()) say();
  });
  stop.addEventListener("click", () => { end(); play.focus(); });
  doc.addEventListener("keydown", (event) => { if (event.key === "Escape" && list.length) end(); });
  window.addEventListener("pagehide", end);
  synth.cancel();
  synth.getVoices(); // some browsers fetch them only when they are asked for
  box.hidden = false;
})();

// Warns before one is logged out and stays without leaving the page. Without this
// script the line on top says until when, and the button opens a tab of its own, so that nothing typed is lost.
(() => {
  "use strict";
  const form = document.querySelector("form[data-stay]");
  if (!form || !window.fetch) return;
  const alarm = form.querySelector("[role=alert]");
  const line = form.querySelector("[data-until]");
  const button = form.querySelector("button");
  form.removeAttribute("target");
  form.querySelectorAll("[name=tab], .sr").forEach((one) => one.remove());

  let timer = 0;
  const wait = (seconds) => {
    clearTimeout(timer);
    alarm.hidden = true;
    line.hidden = false;
    form.classList.remove("is-warn");
    timer = setTimeout(() => {
      alarm.hidden = false;
      line.hidden = true;
      form.classList.add("is-warn");
    }, Math.max(0, seconds - form.dataset.warn) * 1000);
  };
  wait(Number(form.dataset.stay));

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    fetch(form.action, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" } }).then((answer) => {
      if (answer.status !== 204) { form.submit(); return; } // logged out meanwhile: the server says so
      const seconds = Number(form.dataset.idle);
      const until = new Date(Date.now() + seconds * 1000);
      const two = (number) => String(number).padStart(2, "0");
      const clock = line.querySelector("strong"); // only the digits: the words around them are of the page's language
      clock.textContent = clock.textContent.replace(/\d+([.:])\d+/, `${until.getHours()}$1${two(until.getMinutes())}`);
      wait(seconds);
      button.focus();
    }).catch(() => form.submit());
  });
})();
