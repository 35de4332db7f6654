// Keeps two pages for when there is no connection, and what they look like: one that says so, and the empty one that leaving goes to.
// Nothing that anybody said is ever kept here.
const STORE = "sgwrs-offline";
const LANGUAGES = ["cy", "en"];

// Keep a page or a script, and what it is made of.
async function keep(store, address, kept) {
  if (kept.has(address)) return;
  kept.add(address);
  const answer = await fetch(address, { credentials: "omit" });
  const text = await answer.clone().text();
  await store.put(address, answer);
  for (const [, found] of text.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)) await keep(store, found, kept);
  if (!address.endsWith(".js")) return;
  for (const [, found] of text.matchAll(/from ?"(\.\/[^"]+)"/g)) await keep(store, new URL(found, location.origin + address).pathname, kept);
}

async function keepAll() {
  const store = await caches.open(STORE);
  const kept = new Set();
  for (const language of LANGUAGES) {
    for (const page of ["offline", "gone"]) await keep(store, `/${language}/${page}`, kept);
  }
}

addEventListener("install", (event) => event.waitUntil(keepAll().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  if (event.request.mode === "navigate") {
    const page = `/${path.startsWith("/cy") ? "cy" : "en"}/${path.endsWith("/left") ? "gone" : "offline"}`;
    event.respondWith(fetch(event.request).catch(async () => (await caches.match(page)) || Response.error()));
  } else if (path.startsWith("/static/")) {
    event.respondWith(fetch(event.request).catch(async () => (await caches.match(event.request)) || Response.error()));
  }
});
