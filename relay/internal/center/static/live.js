// Puts what happens now in the place of what the live page showed before. Without it the page shows what happened when it was loaded.
"use strict";
(() => {
  const place = document.getElementById("now");
  const hold = document.getElementById("hold");
  let held = false;
  let latest = null;
  const show = () => {
    if (held || latest === null) return;
    const focus = document.activeElement && place.contains(document.activeElement) ? document.activeElement.id : "";
    place.innerHTML = latest;
    if (focus) document.getElementById(focus)?.focus();
  };
  const source = new EventSource("/center/live/events" + location.search);
  source.addEventListener("now", (event) => { latest = event.data; show(); });
  hold.hidden = false;
  hold.addEventListener("click", () => {
    held = !held;
    hold.setAttribute("aria-pressed", String(held));
    hold.querySelector("span").textContent = held ? hold.dataset.go : hold.dataset.hold;
    show();
  });
})();
