"use strict";
// Pages work without this script. It adds live search, partial updates, dropping of files and keys.
(() => {
  const main = () => document.querySelector("main");
  let running = null;

  // -- partial updates: fetch a page, and put its parts in place of those of this page --------------

  async function load(url, options = {}) {
    if (running) running.abort();
    const mine = running = new AbortController();
    main().classList.add("busy");
    try {
      const response = await fetch(url, { credentials: "same-origin", signal: mine.signal, ...options });
      const type = response.headers.get("content-type") || "";
      if (!type.startsWith("text/html")) { location.href = response.url; return; }
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (!page.querySelector("main[data-frame]")) { location.href = response.url; return; }
      show(page, options.part);
      const here = new URL(response.url);
      if (options.replaces) history.replaceState({}, "", here); else if (here.href !== location.href) history.pushState({}, "", here);
    } catch (error) {
      if (error.name !== "AbortError") location.href = url;
    } finally {
      if (running === mine) running = null;
      main().classList.remove("busy");
    }
  }

  function show(page, part) {
    const wanted = part && page.getElementById(part), present = part && document.getElementById(part);
    if (wanted && present) {
      present.replaceWith(document.adoptNode(wanted));
      const counted = document.getElementById("status");
      if (counted) counted.textContent = page.getElementById("status")?.textContent || "";
    } else {
      const open = [...document.querySelectorAll("main details[open][id]")].map((each) => each.id);
      main().replaceWith(document.adoptNode(page.querySelector("main")));
      document.title = page.title;
      for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    }
  }

  // -- live search ----------------------------------------------------------------------------------

  let timer = 0;
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-live]");
    if (!form || event.target.type !== "search") return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const query = new URLSearchParams(new FormData(form));
      for (const [name, value] of [...query]) if (!value) query.delete(name);
      load(`${form.action}?${query}`, { part: form.dataset.live, replaces: true });
    }, 120);
  });

  // -- forms and links within the page -----------------------------------------------------------------

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.ask && !confirm(form.dataset.ask)) { event.preventDefault(); return; }
    if (!form.matches("[data-part]")) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, event.submitter));
    load(form.getAttribute("action") || location.href, { method: "POST", body });
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-part]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    load(link.href, { part: link.dataset.part });
  });

  addEventListener("popstate", () => load(location.href, { replaces: true }));

  // -- drop a file, see how far its import is ------------------------------------------------------------

  document.addEventListener("dragover", (event) => { if (document.querySelector("input[type=file]")) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    const input = document.querySelector("input[type=file]");
    if (!input || !event.dataTransfer.files.length) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
  });
  setInterval(() => {
    if (document.querySelector("#progress[data-poll]") && !document.hidden && !running) load(location.href, { part: "progress", replaces: true });
  }, 2000);

  // -- copy ---------------------------------------------------------------------------------------------------

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const text = document.getElementById(button.dataset.copy);
    getSelection().selectAllChildren(text);
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = "Copied";
    } catch { button.textContent = "Press Ctrl C"; }
  });

  // -- choose rows --------------------------------------------------------------------------------------

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.matches("[data-all]")) {
      for (const each of box.closest("form").querySelectorAll("td input[type=checkbox]")) each.checked = box.checked;
    }
    if (box.matches("select[data-go]")) box.form.requestSubmit();
  });

  // -- keys ----------------------------------------------------------------------------------------------------

  let after = "";
  const rows = () => [...document.querySelectorAll("main tbody tr[data-row]")];
  function step(by) {
    const all = rows(), at = all.findIndex((each) => each.classList.contains("at"));
    const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    if (!next) return;
    all[at]?.classList.remove("at");
    next.classList.add("at");
    next.querySelector("a")?.focus();
    next.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const key = event.key;
    if (after === "g") {
      const link = document.querySelector(`.side a[data-key="${CSS.escape(key)}"]`);
      after = "";
      if (link) { event.preventDefault(); location.href = link.href; }
      return;
    }
    if (key === "g") { after = "g"; setTimeout(() => { after = ""; }, 1200); }
    else if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "x") { const box = document.querySelector("tr.at input[type=checkbox]"); if (box) box.checked = !box.checked; }
    else if (key === "/") {
      const box = document.querySelector("main input[type=search]");
      if (box) { event.preventDefault(); box.focus(); box.select(); } else location.href = "/console/leads";
    } else if (key === "?") document.getElementById("keys")?.showModal();
  });
})();
