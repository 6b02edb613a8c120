/** Atoms: runs of equal units of one line, as a layer finds them. */

import { least, minus, most, plus, times } from "./integers.js";

export const EXACT = 10000;
export const BUY = 0;
export const GET = 1;

export class Atom {
    constructor(line, run, count, price, first, index) {
        this.line = line;
        this.run = run;
        this.count = count;
        this.price = price;
        this.first = first;
        this.index = index;
        this.milli = line.unitMilli;
        this.weighed = line.weighed;
    }
}

export function atomsOf(lines) {
    const found = [];
    let first = 0;
    for (const line of lines) {
        for (const [run, { count, price, open }] of line.runs.entries()) {
            if (open) {
                found.push(new Atom(line, run, count, price, first, found.length));
                first = plus(first, count);
            }
        }
    }
    return found;
}

export function unitValue(benefit, atom, listed = null) {
    const whole = atom.price * EXACT;
    if (benefit.word === "percent") {
        const base = listed === null ? atom.price : listed;
        return Math.min(base * benefit.number, whole);
    }
    // the number means 1 of quantity
    const exact = times(times(benefit.number, atom.milli), EXACT / 1000);
    if (benefit.word === "amount") {
        return least(exact, whole);
    }
    return most(0, minus(whole, exact));
}
