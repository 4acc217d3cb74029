// Keeps the page of a request fresh, tells the relay that the page is there, and sends messages without loading it anew. All
// of it works without this script too, in frames that load themselves again; "scripted" makes the style sheet hide them.
"use strict";
(() => {
  const page = document.getElementById("request");
  const trouble = document.getElementById("trouble");
  const lines = document.getElementById("lines");
  const form = document.getElementById("say");
  const retry = 3000; // milliseconds until another attempt when the relay refuses the stream or the browser gives it up
  const silence = 12000; // milliseconds without a word of the relay, which beats every five seconds, until the connection counts as lost

  const localTimes = (root) => {
    for (const time of root.querySelectorAll("time")) {
      time.textContent = new Date(time.dateTime).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    }
  };
  const toEnd = () => { lines.parentElement.scrollTop = lines.parentElement.scrollHeight; };

  const say = (id) => {
    if (trouble.dataset.shown === (id || "")) return;
    trouble.dataset.shown = id || "";
    trouble.replaceChildren(...(id ? [document.getElementById(id).content.cloneNode(true)] : []));
  };

  const post = (path, body) => fetch(path, { method: "POST", body, redirect: "manual", keepalive: true });
  const there = () => post("/request/here").catch(() => {}); // the stream breaks too, and says so

  const follow = () => {
    const address = "/request/events?" + new URLSearchParams({ after: page.dataset.after, phase: page.dataset.phase });
    const stream = new EventSource(address);
    let watch; // a network that swallows everything ends no stream
    const heard = () => {
      clearTimeout(watch);
      watch = setTimeout(() => { stream.close(); say("lost"); follow(); }, silence);
    };
    heard();
    stream.onopen = () => { heard(); say(); };
    stream.onerror = () => {
      say("lost");
      if (stream.readyState !== EventSource.CLOSED) return;
      clearTimeout(watch);
      setTimeout(follow, retry);
    };
    for (const name of ["status", "steps", "lines", "beat"]) stream.addEventListener(name, heard);
    for (const name of ["status", "steps"]) {
      stream.addEventListener(name, (event) => { document.getElementById(name).innerHTML = event.data; });
    }
    stream.addEventListener("status", () => {
      const heading = document.querySelector("#status h1").textContent;
      document.title = document.title.replace(/^.*(?= - )/, () => heading);
    });
    stream.addEventListener("lines", (event) => {
      page.dataset.after = event.lastEventId;
      const fresh = document.createElement("template");
      fresh.innerHTML = event.data;
      localTimes(fresh.content);
      for (const line of [...fresh.content.children]) {
        if (!document.getElementById(line.id)) lines.append(line);
      }
      toEnd();
    });
    stream.addEventListener("beat", there);
    stream.addEventListener("turn", () => { clearTimeout(watch); stream.close(); location.reload(); });
  };

  const send = async () => {
    const field = form.elements.text;
    const text = field.value;
    if (!text.trim()) return;
    field.readOnly = true;
    try {
      const answer = await post(form.action, new URLSearchParams({ text }));
      if (answer.type !== "opaqueredirect") throw new Error("refused");
      field.value = "";
      say();
    } catch {
      say("unsent"); // and what was typed stays
    }
    field.readOnly = false;
    field.focus();
  };

  document.documentElement.classList.add("scripted");
  for (const frame of document.querySelectorAll("iframe.still")) frame.remove();
  localTimes(document);
  toEnd();
  if (form) {
    form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
    form.elements.text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
    });
  }
  addEventListener("pagehide", () => navigator.sendBeacon("/request/closing"));
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  follow();
})();
