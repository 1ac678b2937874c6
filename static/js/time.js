// How much of a timed quiz is left. The server's clock decides; this one only shows.

const TOLD_AT = [300, 60]; // seconds left

function showTime(place) {
  const clock = place.querySelector("[data-clock]");
  const said = place.querySelector("[role=status]");
  const end = performance.now() + Number(place.dataset.seconds) * 1000;
  let before = Number(place.dataset.seconds) + 1;

  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    place.dataset.tone = left <= TOLD_AT[1] ? "bad" : left <= TOLD_AT[0] ? "warn" : "";
    if (TOLD_AT.some((at) => left <= at && at < before)) said.textContent = `${clock.textContent} ${said.dataset.words}`;
    before = left;
    if (left > 0) return;
    clearInterval(timer);
    said.textContent = said.dataset.over;
    said.classList.remove("visually-hidden");
    // What was entered last is still taken for a moment; after it the server has handed in.
    setTimeout(() => location.assign(place.dataset.after), (Number(place.dataset.grace) + 1) * 1000);
  };
  const timer = setInterval(tick, 1000);
  tick();
}

document.querySelectorAll(".time-left").forEach(showTime);
