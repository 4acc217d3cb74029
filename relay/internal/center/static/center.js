// Small comforts of the management center. Every page works without them.
"use strict";

// The preview of a portal follows what is typed: the form is sent to the frame a moment after the last change.
const form = document.querySelector("form[data-preview]");
if (form) {
  const pause = 400; // milliseconds: a pause in typing
  let timer = 0;
  const show = () => {
    const button = form.querySelector("button[formtarget]");
    if (button) form.requestSubmit(button);
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, pause);
  });
  show();
}

// The menu closes when somebody clicks elsewhere or presses Escape, which leads back to where it was opened.
const menu = document.querySelector("details.menu");
if (menu) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  });
}

// The page of a long report follows how far it is, and becomes the report when it is there.
const job = document.querySelector("[data-job]");
if (job) {
  const bar = document.getElementById("share");
  const percent = document.getElementById("percent");
  const source = new EventSource(job.dataset.job);
  source.addEventListener("progress", (event) => {
    const told = JSON.parse(event.data);
    if (told.known) {
      bar.value = told.percent;
      percent.textContent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(told.percent / 100);
    }
    if (told.ended) {
      source.close();
      location.reload();
    }
  });
}
