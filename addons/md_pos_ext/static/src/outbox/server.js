/** How an outbox speaks with the server. */
import { message } from "@md_pos_ext/outbox/entry";
import { rpc } from "@web/core/network/rpc";
import { user } from "@web/core/user";

const PATIENCE = 30000; // ms: a server that does not answer is as good as away

/** Send one receipt; fails after a while without an answer. */
export function sender(config) {
    return async (entry) => {
        const request = rpc(
            "/web/dataset/call_kw/pos.config/md_outbox_take",
            {
                model: "pos.config",
                method: "md_outbox_take",
                args: [[config], [message(entry)]],
                kwargs: { context: user.context },
            },
            { silent: true }
        );
        const timer = setTimeout(() => request.abort?.(), PATIENCE);
        try {
            const [answer] = await request;
            return answer;
        } finally {
            clearTimeout(timer);
        }
    };
}
