/** How an outbox speaks with the server. */
import { message } from "@md_pos_ext/outbox/entry";
import { rpc } from "@web/core/network/rpc";
import { user } from "@web/core/user";

const PATIENCE = 30000; // ms: a server that does not answer is as good as away

async function call(config, method, args) {
    const request = rpc(
        `/web/dataset/call_kw/pos.config/${method}`,
        {
            model: "pos.config",
            method,
            args: [[config], ...args],
            kwargs: { context: user.context },
        },
        { silent: true }
    );
    const timer = setTimeout(() => request.abort?.(), PATIENCE);
    try {
        return await request;
    } finally {
        clearTimeout(timer);
    }
}

/** Send one receipt; fails after a while without an answer. */
export function sender(config) {
    return async (entry) => {
        const [answer] = await call(config, "md_outbox_take", [[message(entry)]]);
        return answer;
    };
}

/** Ask for receipt numbers; fails after a while without an answer. */
export function numberer(config) {
    return (told) => call(config, "md_receipt_numbers", [told]);
}

/** Say that this browser is here; resolves with whether it is removed. */
export function teller(config) {
    return (told) => call(config, "md_device_seen", [told]);
}

/** A manager removes this browser. */
export function forgetter(config) {
    return (told) => call(config, "md_device_forget", [told]);
}
