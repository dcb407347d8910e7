// Keys for what the pages' buttons do anyway. Without this script nothing is missing but the keystrokes.
//
// data-key="Alt+A" or "Ctrl+Enter"   the key presses the button or link; into a field or a panel it takes the caret
// data-plain-key="ArrowRight"         the key alone presses the link, where nobody types
// data-print                          prints the page
// data-hits="ID" on a search field    the arrow keys go through the hits below it, Escape comes back; so in .pick-list
// data-enter="ID" on a field          Enter presses that button, not the form's first one
// data-first on a field               takes the caret when it comes into the page, from nobody who writes beside it
(() => {
  "use strict";
  const FIELDS = "input:not([type=hidden]), textarea, select";
  const shown = (element) => !element.disabled && element.getClientRects().length > 0;

  // By the place of the key, not by its letter: a Hindi layout has the same Alt+A.
  function named(event) {
    const parts = [];
    if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
    if (event.altKey) parts.push("Alt");
    if (event.shiftKey) parts.push("Shift");
    const code = event.code.replace(/^(Key|Digit|Numpad)(?=.)/, "");
    return parts.length ? [...parts, code].join("+") : "";
  }

  function press(element) {
    if (element.matches(FIELDS)) {
      if (element.type === "checkbox") element.click();
      element.focus();
    } else if (element.matches("summary")) {
      element.parentElement.open = true;
      const inside = [...element.parentElement.querySelectorAll(`${FIELDS}, button`)].filter(shown);
      const field = inside.find((e) => e.matches(".pick")) || inside[0];
      (field || element).focus();
    } else {
      element.click();
    }
  }

  function amongHits(event) {
    const field = event.target.closest("[data-hits]");
    const list = field ? document.getElementById(field.dataset.hits) : event.target.closest(".hits, .pick-list");
    const owner =
      field ||
      list?.closest("details")?.querySelector("summary") ||
      (list && document.querySelector(`[data-hits="${CSS.escape(list.id)}"]`));
    if (!owner || !list) return false;
    const hits = [...list.querySelectorAll("button, a")].filter(shown);
    const here = hits.indexOf(document.activeElement);
    if (event.key === "Escape" && here >= 0) owner.focus();
    else if (event.key === "ArrowDown" && here + 1 < hits.length) hits[here + 1].focus();
    else if (event.key === "ArrowUp" && here >= 0) (hits[here - 1] || owner).focus();
    else return false;
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.repeat && !event.key.startsWith("Arrow")) return;
    const name = named(event);
    if (name) {
      const wanted = [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key === name && shown(e));
      if (!wanted) return;
      event.preventDefault();
      press(wanted);
    } else if (event.key === "Enter" && event.target.dataset.enter) {
      event.preventDefault();
      document.getElementById(event.target.dataset.enter)?.click();
    } else if (["ArrowDown", "ArrowUp", "Escape"].includes(event.key) && amongHits(event)) {
      event.preventDefault();
    } else if (!event.target.closest(FIELDS)) {
      document.querySelector(`[data-plain-key="${CSS.escape(event.key)}"]`)?.click();
    }
  });

  document.addEventListener("htmx:after:settle", () => {
    const first = document.querySelector("[data-first]");
    if (first && !first.closest("form").contains(document.activeElement)) first.focus();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  // The caps are shown only where the keys work.
  document.documentElement.classList.add("keys");
})();
