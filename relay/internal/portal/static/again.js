// Looks now and then whether this page has become another, and shows that one only then: nobody who reads is thrown back to the top.
"use strict";
(() => {
  const seconds = Number(document.querySelector("[data-again]").dataset.again);
  const look = async () => {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.querySelector("[data-again]")) location.reload();
    } catch {
      // no network: the next look tells
    }
  };
  setInterval(look, seconds * 1000);
})();
