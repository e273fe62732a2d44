"use strict";
(function () {
  const page = document.body.dataset.page;
  const boxes = Array.from(document.querySelectorAll(".comment"));
  let unsaved = false;

  function freshId() {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function listen(box) {
    box.dataset.comment = freshId();
    box.querySelector("textarea").addEventListener("input", () => { unsaved = true; });
  }

  function comments() {
    return boxes.map((box) => ({
      id: box.dataset.comment,
      entry: box.dataset.entry,
      hash: box.dataset.hash,
      kind: box.querySelector("input:checked").value,
      text: box.querySelector("textarea").value.trim(),
    })).filter((comment) => comment.text);
  }

  function save() {
    const said = comments();
    const status = document.getElementById("saved");
    if (!said.length) {
      status.textContent = "There is nothing to save yet: open “Comment” under an entry and write.";
      return;
    }
    const now = new Date();
    const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0"));
    const file = {
      learnlog: "comments", version: 1, page: page,
      from: document.getElementById("who").value.trim(), made: day.join("-"), comments: said,
    };
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: "application/json" }));
    link.download = "learnlog-comments-" + page.slice(-6) + ".json";
    link.click();
    unsaved = false;
    status.textContent = said.length === 1 ? "One comment saved." : said.length + " comments saved.";
  }

  boxes.forEach(listen);
  document.querySelectorAll(".only-script").forEach((part) => { part.hidden = false; });
  document.getElementById("save").addEventListener("click", save);
  window.addEventListener("beforeunload", (event) => { if (unsaved) { event.preventDefault(); } });
})();
