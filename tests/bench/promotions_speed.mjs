// How long the browser's promotion engine takes: in node (`node promotions_speed.mjs`
// with the work as JSON on stdin) and, imported by a page, in Chromium.

const WARM = 20; // the till does the same when it opens (promo_warm.js)

/** Milliseconds of each evaluation after a warm-up, in order. */
export function times(evaluate, { promotions, now, baskets, presses }) {
    const clock = (basket) => {
        const began = performance.now();
        evaluate(basket, promotions, now);
        return performance.now() - began;
    };
    baskets.slice(0, WARM).forEach(clock);
    const full = baskets.map(clock);
    presses.slice(0, WARM).forEach(clock);
    return { full, line: presses.map(clock) };
}

if (typeof process !== "undefined" && process.argv[1] === import.meta.filename) {
    const { evaluate } = await import("../../addons/md_pos_ext/static/src/app/utils/promotions.js");
    let text = "";
    for await (const part of process.stdin) {
        text += part;
    }
    process.stdout.write(JSON.stringify(times(evaluate, JSON.parse(text))));
}
