// Calls the reader back to a page in the background when somebody answers: the tab counts what is new, and two soft notes sound
// unless the switch is off. Browsers allow sounds after the first click or key only; without one, or without sound, nothing is said.
"use strict";
(() => {
  const lines = document.getElementById("lines");
  const status = document.getElementById("status");
  const title = document.querySelector("title");
  const sound = document.getElementById("sound");
  const remembered = "beside.sound"; // "off" where the reader switched it off
  let unseen = 0;
  const helped = () => status.querySelector("[data-here]")?.dataset.here; // how far, once somebody has answered
  let stage = helped();
  let speaker; // the browser's, from the first click or key on

  const away = () => document.hidden || !document.hasFocus();

  const count = () => {
    const words = document.title.replace(/^\(\d+\) /, "");
    const wanted = unseen ? `(${unseen}) ${words}` : words;
    if (document.title !== wanted) document.title = wanted;
  };

  const note = (pitch, after) => {
    const loudness = 0.07, rise = 0.02, length = 0.35; // of the loudest possible, and seconds: a bell in the next room
    const start = speaker.currentTime + after;
    const tone = speaker.createOscillator();
    const volume = speaker.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(loudness, start + rise);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + length);
    tone.connect(volume).connect(speaker.destination);
    tone.start(start);
    tone.stop(start + length);
  };

  const play = () => {
    if (!sound.checked || speaker?.state !== "running") return;
    const e5 = 659.3, a5 = 880, gap = 0.13; // hertz, and seconds between the two
    note(e5, 0);
    note(a5, gap);
  };

  const call = () => {
    if (!away()) return;
    unseen++;
    count();
    play();
  };

  const seen = () => {
    if (away()) return;
    unseen = 0;
    count();
  };

  const wake = () => {
    try {
      speaker ??= new AudioContext();
      if (speaker.state === "suspended") speaker.resume().catch(() => {});
    } catch {} // a browser without sound
  };

  try { sound.checked = localStorage.getItem(remembered) !== "off"; } catch {} // a browser that remembers nothing
  sound.addEventListener("change", () => {
    try { localStorage.setItem(remembered, sound.checked ? "on" : "off"); } catch {}
  });
  for (const gesture of ["pointerdown", "keydown"]) addEventListener(gesture, wake, { passive: true });
  addEventListener("focus", seen);
  document.addEventListener("visibilitychange", seen);
  new MutationObserver((changes) => {
    const added = changes.flatMap((change) => [...change.addedNodes]);
    if (added.some((line) => line.nodeType === Node.ELEMENT_NODE && line.matches(".m.them"))) call();
  }).observe(lines, { childList: true });
  new MutationObserver(() => {
    const was = stage;
    stage = helped();
    if (stage && stage !== was) call();
  }).observe(status, { childList: true });
  new MutationObserver(count).observe(title, { childList: true }); // the heading of the page may change meanwhile
})();
