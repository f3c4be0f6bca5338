// Keeps what was loaded, so that the second visit asks nothing of anybody.
const KEPT = "multipolaire-VERSION";
const FIRST = ["./", "index.html", "fr.html", "page.js", "page.css", "examples.json"];

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(FIRST)));
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    for (const name of await caches.keys())
      if (name.startsWith("multipolaire-") && name !== KEPT) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const docs = new URL("docs/", self.registration.scope).href; // not kept: they are large
  if (request.method !== "GET" || request.url.startsWith(docs)) return;
  if (new URL(request.url).origin !== location.origin) return;
  const answer = async () => {
    const kept = await caches.open(KEPT);
    const known = await kept.match(request, { ignoreSearch: true });
    if (known) return known;
    const fresh = await fetch(request);
    if (fresh.ok) await kept.put(request, fresh.clone());
    return fresh;
  };
  event.respondWith(answer());
});
