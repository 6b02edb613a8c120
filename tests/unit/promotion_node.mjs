/** Answers one JSON line with one: the browser's engine for tests in Python. */
import { createInterface } from "node:readline";

import { canonical, evaluate } from "../../addons/md_pos_ext/static/src/app/utils/promotions.js";

for await (const line of createInterface({ input: process.stdin })) {
    const { basket, promotions, now } = JSON.parse(line);
    let answer;
    try {
        answer = canonical(evaluate(basket, promotions, now));
    } catch (error) {
        answer = `error ${error.message.split(":")[0]}`;
    }
    process.stdout.write(`${answer}\n`);
}
