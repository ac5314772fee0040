// Without a connection, the planning as it was last seen. One copy, of one login and one file, where its reader asked for it on this device; nothing of any other page is kept.
// A page is always asked of the portal first: the copy is read only where nobody answers, and says itself when it was seen.
// It goes when its reader signs out or the session is over, when anybody signs in, when another login opens a page, and after seven days.
const copies = "eticket-copie";
const shapes = "eticket-formes"; // Styles, letters and the plain page: the same for everybody.
const plain = "/hors-ligne";
const longest = 7 * 24 * 60 * 60 * 1000;

// Each end makes what was on its way come too late.
let era = 0;

function forget() {
  era++;
  return caches.delete(copies);
}

// What a page looks like, from its own links: the files of an earlier version go.
async function dress(page) {
  const store = await caches.open(shapes);
  const files = [...page.matchAll(/<link[^>]+href="(\/[^"]+)"/g)].map(link => link[1]);
  for (const file of files) {
    if (await store.match(file)) continue;
    const answer = await fetch(file, { credentials: "omit" });
    if (!answer.ok) continue;
    await store.delete(file, { ignoreSearch: true });
    await store.put(file, answer);
  }
  return store;
}

async function prepare() {
  // Without a cookie: it bears nobody's name.
  const answer = await fetch(plain, { credentials: "omit", cache: "no-store" });
  if (!answer.ok) return;
  const store = await dress(await answer.clone().text());
  await store.put(plain, answer);
}

async function keep(who) {
  for (const key of await (await caches.open(copies)).keys())
    if (new URL(key.url).searchParams.get("de") !== who) await forget();
  const mine = era;
  const answer = await fetch("/famille/hors-ligne", { credentials: "same-origin", cache: "no-store", redirect: "error" });
  if (!answer.ok) return;
  if (answer.headers.get("Eticket-Copie") !== who) return forget();
  await dress(await answer.clone().text());
  const store = await caches.open(copies);
  if (mine === era) await store.put(`/famille/hors-ligne?de=${who}`, answer);
}

// The copy, while it is the only one and young enough by both ends of the clock.
async function seen() {
  const store = await caches.open(copies);
  const keys = await store.keys();
  if (keys.length !== 1) return keys.length ? forget().then(() => undefined) : undefined;
  const copy = await store.match(keys[0]);
  const age = Date.now() - Date.parse(copy.headers.get("Date"));
  if (Math.abs(age) < longest) return copy;
  await forget();
}

async function alone(path) {
  const copy = path === "/" || path === "/famille/planning" ? await seen() : undefined;
  return copy ?? await caches.match(plain, { cacheName: shapes }) ?? Response.error();
}

async function visit(request, path) {
  let answer;
  try {
    answer = await fetch(request);
  } catch {
    return alone(path);
  }
  // The door itself, and not a way past it for whoever is signed in: nobody is.
  if (isDoor(path) && answer.type !== "opaqueredirect") await forget();
  return answer;
}

const isDoor = path => path === "/connexion" || path.startsWith("/connexion/");

self.addEventListener("install", event => {
  self.skipWaiting();
  event.waitUntil(prepare());
});

self.addEventListener("activate", event => event.waitUntil(self.clients.claim()));

self.addEventListener("message", event => {
  if (event.data?.forget) event.waitUntil(forget());
  else if (/^[0-9a-f]{32}$/.test(event.data?.keep)) event.waitUntil(keep(event.data.keep).catch(() => {}));
});

self.addEventListener("fetch", event => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === "POST" && request.mode === "navigate") {
    if (isDoor(pathname) || pathname === "/deconnexion") event.waitUntil(forget());
  } else if (request.method === "GET" && request.mode === "navigate") {
    event.respondWith(visit(request, pathname));
  } else if (request.method === "GET" && (request.destination === "style" || request.destination === "font")) {
    event.respondWith(fetch(request).catch(async () => await caches.match(request, { cacheName: shapes }) ?? Response.error()));
  }
});

// A message waits: what it says is read on the portal alone.
self.addEventListener("push", event => {
  const { title, body } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { body, lang: "fr", icon: "/icon-192.png", badge: "/icon-192.png", tag: "eticket" }));
});

self.addEventListener("notificationclick", event => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("/"));
});
