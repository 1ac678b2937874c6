// Keeps what is typed in an editor on the server, and says truthfully whether it is kept.

const TYPING_SETTLES = 1000; // milliseconds
const LONGEST_PAUSE = 30_000; // milliseconds between two tries
const LARGEST_FAREWELL = 60_000; // bytes; browsers refuse to send more from a page that goes away
const NOT_TYPED = ["csrf_token", "window", "number", "after", "revision", "action"];

/** Which window of this tab sent what number last: it is gone now, and its text is taken over. */
const trail = {
  key: `waymark-typing:${location.pathname}`,
  read() { try { return JSON.parse(sessionStorage.getItem(this.key)); } catch { return null; } },
  keep(value) { try { sessionStorage.setItem(this.key, JSON.stringify(value)); } catch { /* then a reload may ask for one more */ } },
  forget() { try { sessionStorage.removeItem(this.key); } catch { /* as said above */ } },
};

const newWindow = () => [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");

/** What stands in the form; chosen files go along only with a real save. */
const typedIn = (form) => new URLSearchParams([...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_TYPED.includes(name)));

/** Times as this browser's clock shows them. */
const clockTime = (at) => at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

function keepTyping(form) {
  const before = trail.read();
  // A form that was sent once more by loading its answer again: the page before had newer text.
  if (before && form.dataset.unsaved !== undefined && !form.elements.after.value.split(" ").includes(before.window)) {
    return location.replace(location.pathname);
  }
  const [shownWindow, shownNumber] = form.elements.after.value.split(" ")[0].split(":");
  const state = form.querySelector(".typing-state");
  const fields = form.elements;
  fields.window.value = newWindow();
  for (const other of document.querySelectorAll("form[data-closes]")) other.elements.window.value = fields.window.value;
  if (before) fields.after.value = [...new Set([...fields.after.value.split(" "), before.window])].join(" ").trim();

  let number = 0;
  let kept = form.dataset.unsaved === undefined ? typedIn(form).toString() : null;
  let isSending = false;
  let isLeaving = false;
  let isOver = false; // refused for good: nothing changes that but loading the page again
  let pause = 0;
  let timer;

  const say = (word, { at, name } = {}) => {
    for (const words of state.querySelectorAll("[data-state]")) {
      words.hidden = words.dataset.state !== word;
      const [time, who] = [words.querySelector("time"), words.querySelector("b")];
      if (time && at) time.textContent = clockTime(new Date(at));
      if (who && name) who.textContent = name;
    }
  };
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(send, wait); };

  async function send() {
    clearTimeout(timer);
    const typed = typedIn(form);
    const text = typed.toString();
    if (isSending || isLeaving || isOver || text === kept) return;
    isSending = true;
    number += 1;
    for (const name of ["csrf_token", "window", "after", "revision"]) typed.set(name, fields[name].value);
    typed.set("number", number);
    trail.keep({ window: fields.window.value, number });
    let response;
    let answer;
    try {
      const keepalive = typed.toString().length < LARGEST_FAREWELL;
      response = await fetch(form.dataset.keep, { method: "POST", body: typed, redirect: "manual", keepalive });
      if ([200, 409].includes(response.status)) answer = await response.json();
    } catch { /* No line, or no server: tried again below. */ }
    isSending = false;
    if (isLeaving) return;
    if (response?.status === 200 && answer) {
      pause = 0;
      kept = text;
      const hasFiles = [...form.querySelectorAll("[type=file]")].some((field) => field.files.length);
      if (typedIn(form).toString() !== kept) return later(TYPING_SETTLES);
      return say(answer.is_behind ? "behind" : hasFiles ? "kept-without-files" : "kept", answer);
    }
    if (response?.type === "opaqueredirect" || [400, 401, 403].includes(response?.status)) return say("signed-out");
    if (answer || [404, 413, 422].includes(response?.status)) {
      // Another person may save or discard; then this is tried again with the next change.
      isOver = answer?.state !== "typed-by-another";
      trail.forget();
      const isKnown = answer && state.querySelector(`[data-state="${answer.state}"]`);
      return say(isKnown ? answer.state : "refused", answer);
    }
    say("offline");
    pause = Math.min(LONGEST_PAUSE, pause * 2 || TYPING_SETTLES);
    return later(pause);
  }

  function changed() {
    isLeaving = false; // whoever changes something is still here: the save didn't get through
    if (isOver) return;
    say(typedIn(form).toString() === kept ? "" : "typing");
    later(TYPING_SETTLES);
  }

  if (before && shownWindow === before.window && Number(shownNumber) < before.number) {
    // This page was written before the last text of the page before it arrived.
    trail.forget();
    setTimeout(() => location.reload(), TYPING_SETTLES / 2);
  } else if (kept === null) changed();
  form.addEventListener("input", changed);
  form.addEventListener("focusout", send);
  addEventListener("submit", () => { isLeaving = true; clearTimeout(timer); trail.forget(); });
  addEventListener("pageshow", (event) => { if (event.persisted) changed(); });
  addEventListener("online", send);
  addEventListener("pagehide", send);
}

for (const time of document.querySelectorAll("time[data-local]")) {
  const at = new Date(time.dateTime);
  const isToday = at.toDateString() === new Date().toDateString();
  time.textContent = isToday ? clockTime(at) : at.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
}
const editor = document.querySelector("form[data-keep]");
if (editor) keepTyping(editor);
