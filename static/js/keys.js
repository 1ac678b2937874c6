// Letters that press the control they are shown on: outside fields only, and only while they are switched on.

let isPressed = false;

/** Opens what a summary hides and goes to its first field. */
function openAndEnter(summary) {
  summary.parentElement.open = true;
  (summary.parentElement.querySelector("input:not([type=hidden]), select, textarea") ?? summary).focus();
}

function pressByKey(event) {
  if (document.body.dataset.shortcuts === "off" || event.repeat || isPressed) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const controls = [...document.querySelectorAll("[data-keys]")];
  const control = controls.find((each) => each.dataset.keys.split(" ").includes(event.key.toUpperCase()));
  if (!control) return;
  event.preventDefault();
  if (control.matches("summary")) return openAndEnter(control);
  isPressed = true; // one key, one effect: the page is on its way out
  control.click();
}

/** Closes what a letter opened, and goes back to where it was opened. */
function closeByEscape(event) {
  const summary = event.key === "Escape" && event.target.closest("details[open]")?.querySelector("summary[data-keys]");
  if (!summary) return;
  summary.parentElement.open = false;
  summary.focus();
}

document.addEventListener("keydown", pressByKey);
document.addEventListener("keydown", closeByEscape);
addEventListener("pageshow", () => { isPressed = false; });
