/** Which browser this is: a key of its own, kept where the outbox is and beside it. */
export const NAME = "md-device";

function fresh() {
    return globalThis.crypto?.randomUUID?.() ?? pieces();
}

/** Over plain http browsers have no randomUUID. */
function pieces() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function remembered(storage) {
    try {
        return storage?.getItem(NAME) || "";
    } catch {
        return ""; // the browser keeps nothing for this page
    }
}

/**
 * @param {Object} facts where the outbox keeps small things: {get(name), set(name, value)}
 * @returns {Promise<string>} the same one as long as one of the two places has it
 */
export async function deviceId(facts, storage = globalThis.localStorage) {
    const kept = await facts.get("device");
    const found = kept || remembered(storage) || fresh();
    if (!kept) {
        await facts.set("device", found);
    }
    try {
        storage?.setItem(NAME, found);
    } catch {
        // full or forbidden: the outbox has it
    }
    return found;
}

const BROWSERS = [
    ["Edge", /\bEdg(?:e|A|iOS)?\//],
    ["Opera", /\bOPR\//],
    ["Samsung Internet", /\bSamsungBrowser\//],
    ["Firefox", /\b(?:Firefox|FxiOS)\//],
    ["Chrome", /\b(?:HeadlessChrome|Chrome|CriOS)\//],
    ["Safari", /\bSafari\//],
];
const SYSTEMS = [
    ["Android", /Android/],
    ["iPad", /iPad/],
    ["iPhone", /iPhone/],
    ["ChromeOS", /\bCrOS\b/],
    ["Windows", /Windows/],
    ["macOS", /Mac OS X/],
    ["Linux", /Linux/],
];

/** What people know it by, of what it says of itself: "Chrome, Android". */
export function browserName(agent = globalThis.navigator?.userAgent || "") {
    const name = (list) => list.find(([, words]) => words.test(agent))?.[0];
    return [name(BROWSERS), name(SYSTEMS)].filter(Boolean).join(", ");
}
