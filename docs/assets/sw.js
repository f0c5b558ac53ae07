// The service worker: keeps one version of the site in one cache, so that it works without a network, and answers
// every page with files of that page's own version. sitegen/pwa.py puts SITE (the version and its list) before this.
//
// What is kept when. Installing keeps the shell alone (styles, script, start page). Everything to read follows once
// the first page is idle, unless the reader saves data (update.js decides). Python, which no page may load by itself,
// follows when the reader turns to a form, installs the site or asks for it in the footer; what a form fetches is
// kept in passing. So reading works offline after the first visit and checking after the first check, and nobody
// pays for more than that. A newer version is fetched aside with as much as the reader has of the older one.

const HOME = self.registration.scope;
const cacheOf = (version) => `${HOME}#${version}`; // other sites of this host have caches of their own
const OWN = cacheOf(SITE.version);
const PINS = `${HOME}pins`; // the version of each open page; "network" for one that is of no version kept here
const LIST = Object.assign(Object.create(null), ...Object.values(SITE.groups));
const IMMUTABLE = new RegExp(SITE.immutable); // the content is in the name: right for every version, never stale
const OUTDATED = "the server has another version";
const FULL = "QuotaExceededError";

const pins = new Map(); // as in the cache; alone where the disk is full
const loading = new Set(); // pages on their way, not yet among the clients
let replacing = false;
let saving = Promise.resolve();

const address = (path) => new URL(path, HOME).href;
const pinOf = (client) => address(`~${client}`);
const OLD = address("~old"); // in the caches of versions that were replaced
const HAD = address("~had"); // the groups that are complete in a cache

// A file's path from the root of the site, "" for the start page; null for what is not ours to answer.
function pathOf(url) {
  const bare = url.split(/[?#]/)[0];
  if (!bare.startsWith(HOME) || bare === address("sw.js")) return null;
  return bare.slice(HOME.length).replace(/(^|\/)index\.html$/, "$1");
}

async function matches(path, response) {
  const digest = await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer());
  return btoa(String.fromCharCode(...new Uint8Array(digest).slice(0, 12))) === LIST[path];
}

// The file as this version has it, never as a cache on the way or a newer server has it.
async function download(path) {
  for (const cache of [IMMUTABLE.test(path) ? "default" : "no-cache", "reload"]) {
    const response = await fetch(address(path), { cache });
    if (response.status >= 500) throw new Error(`${response.status} ${path}`);
    if (response.ok && await matches(path, response)) return response;
  }
  self.registration.update().catch(() => {});
  throw new Error(OUTDATED);
}

// The same from any cache: most files outlive a version.
async function adopt(path) {
  const found = await caches.match(address(path));
  return found && await matches(path, found) ? found : null;
}

const kept = (path, version = SITE.version) => caches.match(address(path), { cacheName: cacheOf(version) });
const keep = async (key, response) => (await caches.open(OWN)).put(key, response).catch(() => {}); // or not, when full

async function missing(groups) {
  const present = new Set((await (await caches.open(OWN)).keys()).map(({ url }) => url));
  return groups.flatMap((group) => Object.keys(SITE.groups[group])).filter((path) => !present.has(address(path)));
}

// Gets what is missing of these groups, four files at a time; what an earlier attempt got is not fetched again.
async function save(groups, tell = () => {}) {
  const cache = await caches.open(OWN);
  const paths = await missing(groups);
  const total = paths.length;
  async function next() {
    while (paths.length) {
      tell(Math.floor((100 * (total - paths.length)) / total));
      const path = paths.shift();
      try {
        await cache.put(address(path), await adopt(path) || await download(path));
      } catch (error) {
        paths.length = 0;
        throw error;
      }
    }
  }
  await Promise.all([next(), next(), next(), next()]);
}

async function others() {
  return (await caches.keys()).filter((name) => name.startsWith(cacheOf("")) && name !== OWN);
}

// Cut off, it goes on at the next visit from where it was. On a full disk the new version comes with its shell alone.
async function install() {
  const had = new Set();
  for (const name of await others()) {
    const note = await caches.match(HAD, { cacheName: name });
    for (const group of note ? await note.json() : []) had.add(group);
  }
  await (await caches.open(OWN)).delete(OLD);
  try {
    await save(["shell", ...had]);
  } catch (error) {
    if (error.name !== FULL) throw error;
    await caches.delete(OWN);
    await save(["shell"]).catch(async (again) => {
      await caches.delete(OWN);
      await tellAll({ full: true });
      throw again;
    });
  }
}

async function activate() {
  for (const name of await others()) await (await caches.open(name)).put(OLD, new Response()).catch(() => {});
  await tidy();
  await self.clients.claim();
  if (replacing) await tellAll({ reload: true });
}

async function tellAll(message) {
  for (const client of await self.clients.matchAll({ includeUncontrolled: true })) client.postMessage(message);
}

// Forgets pages that are closed and the replaced versions that no open page is of.
async function tidy() {
  const clients = await self.clients.matchAll({ includeUncontrolled: true, type: "all" });
  const open = new Set([...clients.map(({ id }) => id), ...loading].map(pinOf));
  const store = await caches.open(PINS);
  const used = new Set();
  for (const { url } of await store.keys()) {
    if (open.has(url)) used.add(cacheOf(await (await store.match(url)).text()));
    else await store.delete(url);
  }
  for (const name of await others()) {
    if (!used.has(name) && await caches.match(OLD, { cacheName: name })) await caches.delete(name);
  }
}

async function pin(client, version) {
  pins.set(client, version);
  await (await caches.open(PINS)).put(pinOf(client), new Response(version)).catch(() => {});
}

async function versionOf(client) {
  if (pins.has(client)) return pins.get(client);
  const found = await caches.match(pinOf(client), { cacheName: PINS });
  return found ? found.text() : SITE.version;
}

// A page: as kept; else from the network, and kept if it is of this version; else the one that says what is wrong.
async function page(event, path) {
  const from = (version) => event.waitUntil(pin(event.resultingClientId, version));
  loading.add(event.resultingClientId);
  const found = await kept(path);
  if (found) {
    from(SITE.version);
    return found;
  }
  try {
    const response = await fetch(event.request);
    const ours = path in LIST && response.ok && await matches(path, response);
    from(ours ? SITE.version : "network");
    if (ours) event.waitUntil(keep(address(path), response.clone()));
    return response;
  } catch {
    from(SITE.version);
    if (`${path}/` in LIST) return Response.redirect(address(`${path}/`));
    const offline = await kept("offline.html");
    const html = (await offline.text()).replace("<head>", `<head><base href="${HOME}">`);
    return new Response(html, { status: 503, headers: offline.headers });
  }
}

// A part of a page: of the page's version or not at all.
async function part(event, path) {
  if (IMMUTABLE.test(path)) return await caches.match(address(path)) || passed(event, path);
  const version = await versionOf(event.clientId);
  const found = version !== "network" && await kept(path, version);
  if (found) return found;
  if (version === "network" || (version === SITE.version && !(path in LIST))) return fetch(event.request);
  if (version !== SITE.version) return Response.error();
  const response = await download(path);
  event.waitUntil(keep(address(path), response.clone()));
  return response;
}

// What a page fetches is kept in passing; the page need not wait until all of it is here and compared.
async function passed(event, path) {
  const response = await fetch(event.request);
  const copy = response.clone();
  if (path in LIST && response.ok) event.waitUntil(matches(path, copy).then((same) => same && keep(address(path), copy)));
  return response;
}

// What a page asks for: one after the other, because two tabs ask for the same.
async function saveFor(client, groups) {
  try {
    await save(groups, (percent) => client.postMessage({ percent }));
    await state(client);
  } catch ({ name, message }) {
    client.postMessage({ failed: name === FULL ? "full" : message === OUTDATED ? "outdated" : "network" });
  }
}

async function state(client) {
  const lacks = {};
  for (const group of ["pages", "python"]) lacks[group] = (await missing([group])).length > 0;
  await keep(HAD, new Response(JSON.stringify(Object.keys(lacks).filter((group) => !lacks[group]))));
  client.postMessage({ lacks, megabytes: SITE.megabytes });
}

// A page says of which version it is; the first one was loaded before there was a worker, so it is kept now.
async function greet(client, version) {
  await pin(client.id, version === SITE.version || await caches.has(cacheOf(version)) ? version : "network");
  loading.delete(client.id);
  if (!self.registration.active) return; // still installing; the page asks again
  await tidy();
  const path = pathOf(client.url);
  if (path in LIST && !(await kept(path))) await download(path).then((response) => keep(address(path), response)).catch(() => {});
  await state(client);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const path = event.request.method === "GET" ? pathOf(event.request.url) : null;
  if (path !== null) event.respondWith(event.request.mode === "navigate" ? page(event, path) : part(event, path));
});
self.addEventListener("message", (event) => {
  const { data, source } = event;
  if (data.which) source.postMessage({ waiting: SITE.version });
  if (data.hello) event.waitUntil(greet(source, data.hello));
  if (data.save) event.waitUntil(saving = saving.then(() => saveFor(source, data.save)));
  if (data.replace) {
    replacing = true;
    event.waitUntil(self.skipWaiting());
  }
});
