// A device asks to be told: the browser gives its address and its keys, the form sends them. Without a script, or without notifications, the form is not shown.
const form = document.querySelector("form[data-push]");

const bytes = text => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), letter => letter.charCodeAt(0));

async function subscribe() {
  const answer = await Notification.requestPermission();
  if (answer !== "granted") throw new Error();
  await navigator.serviceWorker.register("/sw.js");
  const { pushManager } = await navigator.serviceWorker.ready;
  const { endpoint, keys } = (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push) })).toJSON();
  form.elements["appareil.adresse"].value = endpoint;
  form.elements["appareil.cle"].value = keys.p256dh;
  form.elements["appareil.secret"].value = keys.auth;
}

if (form && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
  form.hidden = false;
  form.addEventListener("submit", async event => {
    event.preventDefault();
    try {
      await subscribe();
      form.submit();
    } catch {
      form.querySelector("[data-push-refused]").hidden = false;
    }
  });
}
