// @odoo-module ignore
/* eslint-disable no-restricted-globals -- a worker has no other global */
/**
 * Lets a till reload without a server, at any address under /pos/ui/.
 *
 * It comes before Odoo's own worker in one script, and answers what that one would: from
 * the network first, from the cache when there is none. Unlike that one it keeps only
 * what is whole (a page of an error or of a login is not the till), takes a server that
 * is starting (5xx) for no server, answers each address of a till with the till's page,
 * does not wait for ever on a bad line, and works from the first load on.
 */
(() => {
    const CACHE = "odoo-pos-cache"; // Odoo's own
    const PATIENCE = 8000; // ms that a page of a till waits for the network
    const TILL = /^\/pos\/ui\/(\d+)(?:\/|$)/;
    const SERVER_ONLY = [
        "/web/dataset",
        "/hw_proxy/",
        "/websocket",
        "/longpolling",
        "/web/session",
    ];

    /** Number of the till whose page an address is, or null. */
    function tillOf(url) {
        return TILL.exec(new URL(url).pathname)?.[1] ?? null;
    }

    /** Whether the worker has anything to do with a request. */
    function concerns(request, origin) {
        const url = new URL(request.url);
        const own = url.origin === origin && request.method === "GET";
        return own && !SERVER_ONLY.some((path) => url.pathname.startsWith(path));
    }

    /** Whether an answer may be given again: whole, of this address, no login page. */
    function keeps(response) {
        return response.status === 200 && !response.redirected && response.type === "basic";
    }

    /**
     * Whether an answer is what its address promises: a network that wants somebody to
     * log in, or a server in maintenance, gives a page of its own for anything, with 200.
     */
    async function isTrue(request, response) {
        if (!keeps(response)) {
            return true; // said by its status
        }
        if (request.mode === "navigate" && tillOf(request.url)) {
            return (await response.clone().text()).includes("pos_config_id");
        }
        const type = response.headers?.get("Content-Type") || "";
        return !(/\.(js|css)$/.test(new URL(request.url).pathname) && type.includes("html"));
    }

    /** Under which address an answer is kept; the till's page under the till's own. */
    function keyOf(request) {
        const url = new URL(request.url);
        const till = request.mode === "navigate" ? tillOf(request.url) : null;
        // opened from the back office a page asks for fresh data: useless without server
        return till && !url.search ? `/pos/ui/${till}` : request;
    }

    async function kept(cache, request) {
        const till = request.mode === "navigate" ? tillOf(request.url) : null;
        const page = till && (await cache.match(`/pos/ui/${till}`));
        return page || (await cache.match(request)) || nothingNew(request);
    }

    /** A page asks again for words that it has: it is told that they are still the same. */
    function nothingNew(request) {
        const { pathname, searchParams } = new URL(request.url);
        const hash = searchParams.get("hash");
        if (pathname !== "/web/webclient/translations" || !hash) {
            return null;
        }
        const headers = { "Content-Type": "application/json" };
        return new Response(JSON.stringify({ hash }), { headers });
    }

    function later(ms) {
        return new Promise((done) => setTimeout(done, ms, null));
    }

    async function fromNetwork(cache, request) {
        const response = await fetch(request);
        const real = await isTrue(request, response);
        if (real && keeps(response)) {
            await cache.put(keyOf(request), response.clone());
        }
        return { response, usable: real && response.status < 500 };
    }

    async function answer(request) {
        const cache = await caches.open(CACHE);
        const page = request.mode === "navigate" && tillOf(request.url);
        const asked = fromNetwork(cache, request);
        asked.catch(() => {}); // it may fail after something kept was given
        try {
            const found = await (page ? Promise.race([asked, later(PATIENCE)]) : asked);
            if (found?.usable) {
                return found.response;
            }
            return (await kept(cache, request)) || (await asked).response;
        } catch (error) {
            const found = await kept(cache, request);
            if (found) {
                return found;
            }
            throw error;
        }
    }

    self.mdOffline = { answer, concerns, keeps, keyOf, tillOf };
    self.addEventListener("install", () => self.skipWaiting());
    self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
    self.addEventListener("fetch", (event) => {
        event.stopImmediatePropagation(); // Odoo's own would answer a second time
        if (concerns(event.request, self.location.origin)) {
            event.respondWith(answer(event.request));
        }
    });
})();
