// The till's service worker, run as it is with a network and a cache of memory.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import vm from "node:vm";

const PATH = "addons/md_pos_ext/static/src/worker/offline_worker.js";
const SCRIPT = readFileSync(new URL(`../../${PATH}`, import.meta.url), "utf8");
const ORIGIN = "https://shop.example";

let listeners, network, store, worker;

function answerOf(body, status = 200, more = {}) {
    const response = { body, status, redirected: false, type: "basic", ...more };
    response.clone = () => ({ ...response });
    response.text = async () => (more.foreign ? body : `${body} odoo.pos_config_id = 3;`);
    response.headers = new Headers({ "Content-Type": more.foreign ? "text/html" : "" });
    return response;
}

function request(path, more = {}) {
    const url = path.startsWith("http") ? path : ORIGIN + path;
    return { url, method: "GET", mode: "cors", ...more };
}

const page = (path) => request(path, { mode: "navigate" });
const keyOf = (asked) => (typeof asked === "string" ? ORIGIN + asked : asked.url);

beforeEach(() => {
    listeners = {};
    store = new Map();
    network = async () => {
        throw new TypeError("Failed to fetch");
    };
    const cache = {
        match: async (asked) => store.get(keyOf(asked)),
        put: async (asked, response) => void store.set(keyOf(asked), response),
    };
    const self = {
        location: { origin: ORIGIN },
        addEventListener: (name, listener) => (listeners[name] = listener),
        skipWaiting: () => (self.skipped = true),
        clients: { claim: async () => (self.claimed = true) },
    };
    const context = { self, URL, Promise, Response, fetch: (asked) => network(asked) };
    context.caches = { open: async () => cache };
    context.setTimeout = (done, ms, value) => setTimeout(done, ms / 1000, value);
    vm.runInNewContext(SCRIPT, context);
    worker = self;
});

const answer = (asked) => worker.mdOffline.answer(asked);
const online = (found) => (network = async () => found);
const offline = () => (network = async () => Promise.reject(new TypeError("Failed to fetch")));

test("every address of a till is its page when there is no server", async () => {
    online(answerOf("till 3"));
    await answer(page("/pos/ui/3"));
    offline();
    for (const path of ["", "/product/abc", "/receipt/1-2", "?from_backend=True", "/"]) {
        assert.equal((await answer(page(`/pos/ui/3${path}`))).body, "till 3", path);
    }
    await assert.rejects(answer(page("/pos/ui/33/product")), /Failed to fetch/);
    await assert.rejects(answer(page("/odoo")), /Failed to fetch/);
});

test("the newest page is the one", async () => {
    online(answerOf("old"));
    await answer(page("/pos/ui/3"));
    online(answerOf("new"));
    await answer(page("/pos/ui/3/product/x"));
    offline();
    assert.equal((await answer(page("/pos/ui/3"))).body, "new");
});

test("a page that asks for fresh data is not the one to start from", async () => {
    online(answerOf("plain"));
    await answer(page("/pos/ui/3"));
    online(answerOf("asks for fresh data"));
    await answer(page("/pos/ui/3?from_backend=True"));
    offline();
    assert.equal((await answer(page("/pos/ui/3/payment/1"))).body, "plain");
});

for (const [name, found] of [
    ["an error", answerOf("bad", 500)],
    ["a proxy without server", answerOf("bad", 502)],
]) {
    test(`${name} is no server and is not kept`, async () => {
        online(answerOf("good"));
        await answer(page("/pos/ui/3"));
        await answer(request("/web/assets/1.js"));
        online(found);
        assert.equal((await answer(page("/pos/ui/3/product"))).body, "good");
        assert.equal((await answer(request("/web/assets/1.js"))).body, "good");
        assert.equal((await answer(request("/web/assets/2.js"))).body, "bad");
        offline();
        await assert.rejects(answer(request("/web/assets/2.js")));
        assert.equal((await answer(request("/web/assets/1.js"))).body, "good");
    });
}

test("a network's own page, given with 200 for everything, is never taken for ours", async () => {
    online(answerOf("good"));
    await answer(page("/pos/ui/3"));
    await answer(request("/web/assets/1.js"));
    online(answerOf("<html>Welcome to our wifi</html>", 200, { foreign: true }));
    assert.equal((await answer(page("/pos/ui/3/product"))).body, "good");
    assert.equal((await answer(request("/web/assets/1.js"))).body, "good");
    assert.match((await answer(page("/pos/ui/4"))).body, /wifi/, "nothing is kept of it");
    offline();
    assert.equal((await answer(page("/pos/ui/3"))).body, "good");
    assert.equal((await answer(request("/web/assets/1.js"))).body, "good");
    await assert.rejects(answer(page("/pos/ui/4")));
});

test("words that a page has already are no reason to fail", async () => {
    const words = "/web/webclient/translations";
    const found = await answer(request(`${words}?hash=abc&lang=en_US`));
    assert.deepEqual(await found.json(), { hash: "abc" });
    await assert.rejects(answer(request(`${words}?lang=en_US`)), "it has none");
    online(answerOf("bad", 502));
    assert.equal((await answer(request(`${words}?hash=abc`))).status, 200);
});

test("a login page, a refusal and another host are shown and not kept", async () => {
    online(answerOf("good"));
    await answer(page("/pos/ui/3"));
    for (const other of [
        answerOf("login", 200, { redirected: true }),
        answerOf("redirect", 0, { type: "opaqueredirect" }),
        answerOf("no", 403),
    ]) {
        online(other);
        assert.equal((await answer(page("/pos/ui/3"))).body, other.body);
    }
    offline();
    assert.equal((await answer(page("/pos/ui/3"))).body, "good");
});

test("a line that never answers does not hold the till up", async () => {
    online(answerOf("good"));
    await answer(page("/pos/ui/3"));
    network = () => new Promise(() => {});
    assert.equal((await answer(page("/pos/ui/3/product"))).body, "good");
});

test("a slow line is waited for when nothing is kept", async () => {
    network = () => new Promise((done) => setTimeout(done, 30, answerOf("late")));
    assert.equal((await answer(page("/pos/ui/3"))).body, "late");
});

test("what only a server knows is left to the browser, and Odoo's worker is not asked", () => {
    for (const [asked, answered] of [
        [request("/web/assets/1.js"), true],
        [request("/web/dataset/call_kw"), false],
        [request("/hw_proxy/hello"), false],
        [request("/websocket"), false],
        [request("/web/session/check"), false],
        [request("/web/assets/1.js", { method: "POST" }), false],
        [request("https://elsewhere.example/a.js"), false],
    ]) {
        const seen = { stopped: false, answered: false };
        online(answerOf("x"));
        listeners.fetch({
            request: asked,
            stopImmediatePropagation: () => (seen.stopped = true),
            respondWith: () => (seen.answered = true),
        });
        assert.deepEqual(seen, { stopped: true, answered }, asked.url);
    }
});

test("it is in control from the first load", async () => {
    listeners.install();
    let waits;
    listeners.activate({ waitUntil: (promise) => (waits = promise) });
    await waits;
    assert.deepEqual([worker.skipped, worker.claimed], [true, true]);
});
