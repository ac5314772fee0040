// The copy read without a connection: renewed at each page of whoever asked for it on this device, thrown away at the page of anybody else (see sw.js).
const who = document.body.dataset.copy;

async function renew() {
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ keep: who });
}

if ("serviceWorker" in navigator && "caches" in window) {
  if (who) {
    navigator.serviceWorker.register("/sw.js").then(renew, () => {});
    // A click changed the planning without another page.
    document.addEventListener("planning:changed", renew);
  } else if (!document.body.classList.contains("alone")) {
    navigator.serviceWorker.controller?.postMessage({ forget: true });
    caches.delete("eticket-copie");
  }
}
