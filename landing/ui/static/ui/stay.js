// Zachte Landing, pages of clients: warns before one is logged out and stays without leaving the page. Without this
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
