// Answers evaluations on stdin, one JSON [basket, promotions, now] a line, with the
// canonical result or {"error": path}, one a line: the fuzz tests talk to it.
import { createInterface } from "node:readline";

import {
    canonical,
    evaluate,
    refund,
} from "../../addons/md_pos_ext/static/src/app/utils/promotions.js";

function answer([kind, ...given]) {
    try {
        return canonical(kind === "refund" ? refund(...given) : evaluate(...given));
    } catch (error) {
        return canonical({ error: error.message.split(":")[0] });
    }
}

for await (const text of createInterface({ input: process.stdin })) {
    process.stdout.write(`${answer(JSON.parse(text))}\n`);
}
