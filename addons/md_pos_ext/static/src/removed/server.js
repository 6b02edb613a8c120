/** How the page of a removed device speaks with the server; it has no web client. */
import { message } from "../outbox/entry.js";

const PATIENCE = 30000; // ms: a server that does not answer is as good as away

/** @throws {Error} with the server's words and, for `verdict`, its name for the error */
export async function jsonrpc(path, params, fetch = globalThis.fetch) {
    const response = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", method: "call", params }),
        signal: AbortSignal.timeout(PATIENCE),
    });
    if (!response.ok) {
        throw Object.assign(new Error(`HTTP ${response.status}`), { code: response.status });
    }
    const { error, result } = await response.json();
    if (error) {
        const { data, code } = error;
        const words = data?.message || error.message || "";
        throw Object.assign(new Error(words), { exceptionName: data?.name || "", data, code });
    }
    return result;
}

export class Server {
    constructor(fetch) {
        this.fetch = fetch;
    }

    /** @returns {Promise<{removed: boolean, tills: number[]}>} */
    ask(devices) {
        return jsonrpc("/pos/removed/ask", { devices }, this.fetch);
    }

    wiped(devices) {
        return jsonrpc("/pos/removed/wiped", { devices }, this.fetch);
    }

    /** Send a receipt of a till; it says of which device it is. */
    async take(config, entry, device) {
        const params = {
            model: "pos.config",
            method: "md_outbox_take",
            args: [[config], [message(entry)]],
            kwargs: { context: { md_device: device } },
        };
        const path = "/web/dataset/call_kw/pos.config/md_outbox_take";
        const [answer] = await jsonrpc(path, params, this.fetch);
        return answer;
    }
}
