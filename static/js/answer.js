// Saves an answer at each change and says truthfully whether it is saved; keeps it here until it is.

const CHANGE_SETTLES = 300; // milliseconds; so that typing isn't sent letter by letter
const LONGEST_WAIT = 15_000; // milliseconds between two tries

/**
 * What this browser knows of the answer on this page: its last saved revision and, until they are
 * saved, the values entered since and those sent without an answer. Where nothing may be kept,
 * nothing is.
 */
const copy = {
  key: `waymark:${location.pathname}`,
  read() { try { return JSON.parse(localStorage.getItem(this.key)); } catch { return null; } },
  keep(value) { try { localStorage.setItem(this.key, JSON.stringify(value)); } catch { /* as said above */ } },
  forget() { try { localStorage.removeItem(this.key); } catch { /* as said above */ } },
};

/** What the form would send now; a choice that isn't made sends nothing. */
const valuesOf = (form) => new FormData(form).getAll("option").map(String);

/** Shows these values in the form, as if they had just been entered. */
function showValues(form, values) {
  [...form.elements].filter((control) => control.name === "option").forEach((control, place) => {
    if (control.matches("[type=radio], [type=checkbox]")) control.checked = values.includes(control.value);
    else control.value = control.matches("select") && control.options[1]?.value.includes(":")
      ? [...control.options].find((option) => option.value && values.includes(option.value))?.value ?? ""
      : values[place] ?? "";
  });
}

function saveAnswers(form) {
  let revision = Number(form.dataset.revision);
  // After a refused check the page shows what was sent, which may never have been saved.
  let saved = form.dataset.unsaved === undefined ? JSON.stringify(valuesOf(form)) : null;
  // What was sent and never answered. Any of it may be stored, and is this person's own, not another
  // window's; until that is known nothing is called saved.
  let unanswered = [];
  let isSending = false;
  let isLeaving = false;
  let wait = 0;
  let timer;

  const say = (state) => {
    for (const words of form.querySelectorAll(".save-state [data-state]")) words.hidden = words.dataset.state !== state;
  };
  const settle = () => { copy.keep({ revision }); say(revision > 0 ? "saved" : ""); };
  const keep = () => copy.keep({ revision, values: valuesOf(form), unanswered });
  const later = (pause) => { clearTimeout(timer); timer = setTimeout(send, pause); };

  async function send() {
    const sent = JSON.stringify(valuesOf(form));
    if (isSending || isLeaving) return;
    if (sent === saved) return settle();
    isSending = true;
    saved = null;
    if (!unanswered.includes(sent)) unanswered.push(sent);
    keep();
    const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, revision });
    for (const value of JSON.parse(sent)) body.append("option", value);
    let response;
    let answer;
    try {
      response = await fetch(form.dataset.save, { method: "POST", body, redirect: "manual", keepalive: true });
      if ([200, 409, 410].includes(response.status)) answer = await response.json();
    } catch { /* No line, or no server: tried again below. */ }
    isSending = false;
    if (isLeaving) return;
    if (response?.type === "opaqueredirect" || [400, 401, 403].includes(response?.status)) return say("signed-out");
    if (answer?.next) return location.assign(answer.next);
    if (!answer) {
      say("kept");
      wait = Math.min(LONGEST_WAIT, wait * 2 || 1000);
      return later(wait);
    }
    wait = 0;
    const isOwn = response.status === 409 && unanswered.includes(JSON.stringify(answer.values));
    revision = answer.revision;
    unanswered = [];
    if (isOwn) {
      saved = JSON.stringify(answer.values);
      return later(0);
    }
    if (response.status === 409) {
      showValues(form, answer.values);
      saved = JSON.stringify(valuesOf(form));
      copy.keep({ revision });
      return say("elsewhere");
    }
    saved = sent;
    if (JSON.stringify(valuesOf(form)) !== saved) return later(0);
    settle();
  }

  function changed() {
    isLeaving = false; // whoever changes something is still here: the check didn't get through
    keep();
    say("saving");
    later(CHANGE_SETTLES);
  }

  const kept = copy.read();
  const isOlder = kept?.revision < revision;
  if (kept?.values && (!isOlder || kept.unanswered?.includes(saved))) {
    // Could not be saved the last time, and nothing of anybody else was since.
    if (!isOlder) {
      revision = kept.revision;
      unanswered = kept.unanswered ?? [];
      if (unanswered.length) saved = null;
    }
    showValues(form, kept.values);
    changed();
  } else if (kept?.revision > revision) {
    // This page was written before the last save of the page before it arrived.
    copy.forget();
    location.reload();
  } else if (saved === null) changed();
  else settle();
  // Back in a page that the browser had kept: the check that left it may not have got through.
  addEventListener("pageshow", (event) => { if (event.persisted) changed(); });
  form.addEventListener("input", changed);
  form.addEventListener("submit", () => { isLeaving = true; clearTimeout(timer); });
  addEventListener("online", () => later(0));
  addEventListener("pagehide", send);
}

const answerForm = document.querySelector("form[data-save]");
if (answerForm) saveAnswers(answerForm);
else copy.forget();
