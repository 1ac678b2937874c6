// Small help on pages that work without it: focus after a check, keys that choose an option, menus that close.

/** Moves the focus to what a page load has to say: an error summary first, then a verdict. */
function focusMessage() {
  const message = document.querySelector(".error-summary[data-focus]") ?? document.querySelector("[data-focus]");
  if (!message) return;
  message.focus();
  if (message.matches(".error-summary")) {
    message.addEventListener("blur", () => message.removeAttribute("tabindex"), { once: true });
  }
}

/** Follows a line of the error summary so that the label or legend is in view, not only the control. */
function followError(event) {
  const link = event.target.closest(".error-summary a[href^='#']");
  const control = link && document.getElementById(link.hash.slice(1));
  if (!control) return;
  event.preventDefault();
  const group = control.closest("fieldset");
  (group?.querySelector("legend") ?? control.labels?.[0] ?? control).scrollIntoView();
  control.focus({ preventScroll: true });
}

/** The position an option key stands for (A or 1 is 0), or -1. */
function positionOf(key) {
  if (/^[1-9]$/.test(key)) return Number(key) - 1;
  if (/^[a-f]$/i.test(key)) return key.toLowerCase().charCodeAt(0) - 97;
  return -1;
}

/** Chooses the option that a letter or digit names. Choosing never submits. */
function chooseByKey(event) {
  if (document.body.dataset.shortcuts === "off") return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])")) return;
  const options = document.querySelectorAll(".question .option input:not(:disabled)");
  const input = options[positionOf(event.key)];
  if (!input) return;
  event.preventDefault();
  input.focus();
  input.click();
}

/** Closes open menus on Escape and on a click elsewhere. */
function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (event.type === "keydown" ? event.key !== "Escape" : menu.contains(event.target)) continue;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
}

const SENT_FOR = 3000; // milliseconds: then it didn't get through, and may be sent again

/** Sends a form once, however often its button is pressed. */
function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent !== undefined) return event.preventDefault();
  form.dataset.sent = "";
  setTimeout(() => { delete form.dataset.sent; }, SENT_FOR);
}

/** Back on the page as it was left, what is sent now is meant. */
function sendAgain(event) {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
}

focusMessage();
document.addEventListener("submit", sendOnce);
addEventListener("pageshow", sendAgain);
document.addEventListener("click", followError);
document.addEventListener("click", closeMenus);
document.addEventListener("keydown", closeMenus);
document.addEventListener("keydown", chooseByKey);
