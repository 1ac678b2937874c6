// Remembers the heading a reader has come to, so that they can go on from there on any device.

const PAUSE = 15_000; // milliseconds between two messages

/** The last heading above the middle of the window. */
function headingRead(headings) {
  const middle = window.innerHeight / 2;
  return headings.filter((heading) => heading.getBoundingClientRect().top < middle).at(-1)?.id ?? "";
}

function rememberPlace({ place: address, token }) {
  const headings = [...document.querySelectorAll(".prose :is(h2, h3)[id]")];
  let told = "";
  const tell = () => {
    const place = headingRead(headings);
    if (place === told || !place) return;
    told = place;
    const body = new URLSearchParams({ place, csrf_token: token });
    fetch(address, { method: "POST", body, keepalive: true }).catch(() => { told = ""; });
  };
  setInterval(tell, PAUSE);
  addEventListener("pagehide", tell);
}

if (document.body.dataset.place) rememberPlace(document.body.dataset);
