/** The windows of this browser in which a till is open, and the page that ends them all. */

export const PAGE = "/pos/removed";
const NAME = "md-till-windows"; // of the lock that they share, and of what they hear
const MARK = "md-till-removed"; // the server has said so; kept until all is deleted

/** While this window lives nothing is deleted: it may still write a receipt. */
export function stay(locks = globalThis.navigator?.locks) {
    const forever = () => new Promise(() => {});
    locks?.request(NAME, { mode: "shared" }, forever).catch(() => {}); // the browser ends it
}

/**
 * Work while no window of a till is open, and none can write.
 * @returns {Promise} what work gives, ``otherwise`` when a window is open
 */
export function alone(work, otherwise, locks = globalThis.navigator?.locks) {
    if (!locks) {
        return work(); // plain http: what a window holds open cannot be deleted
    }
    return locks.request(NAME, { ifAvailable: true }, (lock) => (lock ? work() : otherwise));
}

/** Hear what other windows say: "leave" or "wiped". */
export function hear(heard, Channel = globalThis.BroadcastChannel) {
    if (Channel) {
        new Channel(NAME).onmessage = ({ data }) => heard(data);
    }
}

export function say(word, Channel = globalThis.BroadcastChannel) {
    if (Channel) {
        const channel = new Channel(NAME);
        channel.postMessage(word);
        channel.close();
    }
}

/** Whether this browser was told that it is removed; it opens no till any more. */
export function isMarked(storage = globalThis.localStorage) {
    try {
        return Boolean(storage?.getItem(MARK));
    } catch {
        return false; // the server says so again
    }
}

export function mark(removed, storage = globalThis.localStorage) {
    try {
        if (removed) {
            storage?.setItem(MARK, "1");
        } else {
            storage?.removeItem(MARK);
        }
    } catch {
        // full or forbidden: the server says so again
    }
}
