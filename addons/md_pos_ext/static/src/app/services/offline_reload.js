/** What a till needs to start again without a server: its worker, and its barcodes. */
import { BarcodeParser } from "@barcodes/js/barcode_parser";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { patch } from "@web/core/utils/patch";

const MOST = 400; // addresses that were loaded before the worker was there
const SAID = "md-no-offline-reload"; // day on which it was said
/** Screens show them for the first time when a customer pays; there may be no server then. */
const PICTURES = ["money", "card-bank", "pay-later", "logo", "scroll-up", "scroll-down"].map(
    (name) => `/point_of_sale/static/src/img/${name}.png`
);

/** What a page has loaded from its own server before a worker saw it. */
export function loadedBefore(entries, origin) {
    const own = entries
        .map((entry) => new URL(entry.name))
        .filter((url) => url.origin === origin && url.pathname.startsWith("/web/"))
        .filter((url) => !/^\/web\/(dataset|session)/.test(url.pathname))
        .map((url) => url.pathname + url.search);
    return [...new Set(own)].slice(0, MOST);
}

const offlineReload = {
    dependencies: ["notification"],
    start(env, { notification }) {
        const workers = browser.navigator.serviceWorker;
        if (workers) {
            workers.ready.then((registration) => {
                const entries = browser.performance.getEntriesByType("resource");
                const loaded = loadedBefore(entries, browser.location.origin);
                registration.active.postMessage({ urlsToCache: [...loaded, ...PICTURES] });
            });
            return;
        }
        const today = new Date().toDateString();
        if (browser.localStorage.getItem(SAID) !== today) {
            browser.localStorage.setItem(SAID, today);
            notification.add(
                _t(
                    "Opened over http: this till sells without a server, but cannot be reloaded then, and what it keeps is not sealed. Open it by https for both."
                ),
                { type: "warning" }
            );
        }
    },
};

registry.category("services").add("md_offline_reload", offlineReload);

patch(BarcodeParser, {
    /** The scanner works after a reload without a server: what it knew is kept. */
    async fetchNomenclature(orm, id) {
        const key = `md-nomenclature-${odoo.info?.db ?? ""}-${id}`;
        try {
            const found = await super.fetchNomenclature(...arguments);
            browser.localStorage.setItem(key, JSON.stringify(found));
            return found;
        } catch (error) {
            const known = browser.localStorage.getItem(key);
            if (known && error instanceof ConnectionLostError) {
                return JSON.parse(known);
            }
            throw error;
        }
    },
});

patch(PosStore.prototype, {
    /** The order of an address may be the server's only: without it the till starts anew. */
    async handleUrlParams() {
        try {
            return await super.handleUrlParams(...arguments);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            const { page, params } = this.defaultPage;
            this.router.navigate(page, params);
        }
    },
});
