// Work that goes on in the background: looks again until the page has somewhere else to go.

const BETWEEN_LOOKS = 1000; // milliseconds

function lookAgain(place) {
  const look = async () => {
    try {
      const response = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (response.redirected) return location.assign(response.url);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector("[data-until-done]");
      if (!fresh) return location.reload();
      // Only what is new is said again.
      if (fresh.innerHTML.trim() !== place.innerHTML.trim()) place.innerHTML = fresh.innerHTML;
    } catch {
      // No connection: the work goes on meanwhile, and the next look finds it.
    }
    setTimeout(look, BETWEEN_LOOKS);
  };
  setTimeout(look, BETWEEN_LOOKS);
}

document.querySelectorAll("[data-until-done]").forEach(lookAgain);
