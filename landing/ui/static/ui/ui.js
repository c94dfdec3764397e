// Zachte Landing, staff pages only. Everything works without it; this makes it quicker.
(() => {
  "use strict";
  const doc = document;

  // Ctrl+K jumps to the search box. The hint only shows when the key works, so it is made here.
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  const searchBox = () => doc.querySelector("form[role=search] input[type=search], form[role=search] input[type=text]");
  const hint = () => {
    const box = searchBox();
    if (!box || box.hasAttribute("aria-keyshortcuts")) return;
    box.setAttribute("aria-keyshortcuts", "Control+K");
    const label = box.id && doc.querySelector(`label[for="${CSS.escape(box.id)}"]`);
    if (!label) return;
    const key = doc.createElement("span");
    key.className = "key";
    key.setAttribute("aria-hidden", "true");
    key.textContent = isMac ? " (⌘ K)" : " (Ctrl + K)";
    label.append(key);
  };
  doc.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    const box = searchBox();
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  // The heading of the error summary gets the focus when htmx brought it; on a whole page `autofocus` does that.
  const focusErrors = (root) => {
    const heading = root.querySelector && root.querySelector(".errors h2");
    if (heading) heading.focus();
  };

  // Print buttons only show where they work.
  const showPrint = (root) => root.querySelectorAll("[data-print]").forEach((one) => { one.hidden = false; });
  doc.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  // A second press on the same button sends nothing; no button is ever disabled.
  doc.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.getAttribute("aria-busy") === "true") event.preventDefault();
    else form.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    doc.querySelectorAll("form[aria-busy]").forEach((form) => form.removeAttribute("aria-busy"));
  });

  // Two minutes before one is logged out a bar offers to stay; every answer of the server begins the time anew.
  const bar = doc.querySelector("[data-stay]");
  let timer = 0;
  const wait = () => {
    if (!bar) return;
    clearTimeout(timer);
    bar.hidden = true;
    timer = setTimeout(() => { bar.hidden = false; }, (bar.dataset.stay - bar.dataset.warn) * 1000);
  };
  wait();

  const start = (root) => { showPrint(root); hint(); };
  start(doc);
  doc.addEventListener("htmx:load", (event) => { if (event.target !== doc.body) { start(event.target); focusErrors(event.target); } });
  doc.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) wait();
    doc.querySelectorAll("form[aria-busy]").forEach((form) => form.removeAttribute("aria-busy"));
  });
})();
