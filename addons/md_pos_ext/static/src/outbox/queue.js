/** What an outbox does next: pure decisions. Times are milliseconds. */

export const FIRST_WAIT = 2000;
export const LONGEST_WAIT = 60000;
/** How often the server is asked again for what it refused: somebody may have mended it. */
export const REFUSED_WAIT = 600000;
/** Less room than this is too little: a receipt takes a few thousand bytes. */
export const LEAST_ROOM = 20 * 1024 * 1024;

/** Wait before the next try, after so many that failed in a row; random is 0 to 1. */
export function backoff(failures, random) {
    const longest = Math.min(FIRST_WAIT * 2 ** Math.min(failures - 1, 10), LONGEST_WAIT);
    return Math.round(longest / 2 + (longest / 2) * random);
}

/** As they were sold, whatever the clock said; without places by time, then by key. */
export function inOrder(entries) {
    const place = (entry) => entry.place || 0;
    return [...entries].sort(
        (a, b) => place(a) - place(b) || a.created - b.created || (a.uuid < b.uuid ? -1 : 1)
    );
}

export function lastPlace(entries) {
    return entries.reduce((last, entry) => Math.max(last, entry.place || 0), 0);
}

/** A clock that was set back does not make a try of the future wait for it. */
function isDue(entry, now) {
    const since = now - (entry.tried || 0);
    return entry.state === "waiting" || since < 0 || since >= REFUSED_WAIT;
}

/** What is to be sent now; `all`: also what was refused a moment ago. */
export function toSend(entries, held, now, all = false) {
    return inOrder(entries).filter((entry) => !held.has(entry.uuid) && (all || isDue(entry, now)));
}

/**
 * What an error of a request means: "offline" and "busy" pass by themselves, "login" when
 * somebody logs in; "refused" is the server's word about what was sent.
 */
export function verdict(error) {
    const name = error?.exceptionName || "";
    if (name.startsWith("odoo.http.SessionExpired") || name.endsWith(".AccessDenied")) {
        return "login";
    }
    if (name.startsWith("odoo.exceptions.") && !name.endsWith(".ConcurrencyError")) {
        return "refused";
    }
    return name || error?.code ? "busy" : "offline";
}

/** How an answer of the server changes an entry; null: it is stored, let go of it. */
export function answered(entry, answer, now) {
    if (answer?.uuid !== entry.uuid) {
        return { ...entry, attempts: entry.attempts + 1, error: "no answer", tried: now };
    }
    if (answer.state === "stored" || answer.state === "settled") {
        return null;
    }
    return {
        ...entry,
        state: answer.state === "damaged" ? "damaged" : "refused",
        untold: false, // a manager knows
        error: answer.message || "",
        attempts: entry.attempts + 1,
        tried: now,
    };
}

/** What the till shows: how many wait, since when, what went wrong last. */
export function summary(entries) {
    const rows = inOrder(entries);
    const stuck = rows.filter((entry) => entry.state !== "waiting");
    const last = rows.reduce((a, b) => ((b.tried || 0) > (a?.tried || 0) ? b : a), null);
    return {
        count: rows.length,
        stuck: stuck.length,
        oldest: rows.length ? Math.min(...rows.map((entry) => entry.created)) : null,
        error: last?.error || "",
    };
}

/** Receipts because of which the till's session stays open: nobody else has them. */
export function blocking(entries) {
    return entries.filter((entry) => entry.state === "waiting" || entry.untold);
}

/** Room that is left, and whether it is too little; nothing when nobody knows. */
export function room({ quota, usage } = {}) {
    if (!Number.isFinite(quota) || !Number.isFinite(usage)) {
        return { left: null, low: false };
    }
    const left = Math.max(quota - usage, 0);
    return { left, low: left < LEAST_ROOM };
}
