// Puts what happens now in the place of what the live page showed before. Without it the page shows what happened when it was loaded.
(() => {
  const place = document.querySelector("[data-live]");
  if (!place) return;
  const hold = document.getElementById("hold");
  const stale = document.getElementById("stale");
  let held = false;
  let pressed = false; // a button that changes under the pointer is not pressed
  let latest = null;
  const show = () => {
    if (held || pressed || latest === null) return;
    const focus = document.activeElement && place.contains(document.activeElement) ? document.activeElement.id : "";
    place.innerHTML = latest;
    latest = null;
    if (focus) document.getElementById(focus)?.focus();
  };
  const source = new EventSource("/center/live/events" + location.search);
  source.addEventListener("now", (event) => {
    latest = event.data;
    stale.hidden = true;
    show();
  });
  source.addEventListener("error", () => { stale.hidden = false; });
  place.addEventListener("pointerdown", () => { pressed = true; });
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => {
      pressed = false;
      setTimeout(show); // after the click that this may be
    });
  }
  hold.hidden = false;
  hold.addEventListener("click", () => {
    held = !held;
    hold.setAttribute("aria-pressed", String(held));
    hold.querySelector("span").textContent = held ? hold.dataset.go : hold.dataset.hold;
    show();
  });
})();
