// Keeps one page, which says that there is no connection, and what it looks like. Nothing that anybody said is ever kept here.
const STORE = "sgwrs-offline";
const PAGES = ["/cy/offline", "/en/offline"];

async function keep() {
  const store = await caches.open(STORE);
  for (const page of PAGES) {
    const answer = await fetch(page, { credentials: "omit" });
    const html = await answer.clone().text();
    await store.put(page, answer);
    for (const [, address] of html.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)) await store.add(address);
  }
}

addEventListener("install", (event) => event.waitUntil(keep().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  if (event.request.mode === "navigate") {
    const page = path.startsWith("/cy") ? PAGES[0] : PAGES[1];
    event.respondWith(fetch(event.request).catch(async () => (await caches.match(page)) || Response.error()));
  } else if (path.startsWith("/static/")) {
    event.respondWith(fetch(event.request).catch(async () => (await caches.match(event.request)) || Response.error()));
  }
});
