/**
 * Integers of any size: a Number while it is exact, a BigInt beyond 2^53 - 1.
 *
 * Every function takes and returns such integers; one value has one form only, so `===`
 * and `<` may be used between them. Python has them by nature.
 */

const MOST = Number.MAX_SAFE_INTEGER;

function narrow(big) {
    return big <= MOST && big >= -MOST ? Number(big) : big;
}

export function plus(a, b) {
    if (typeof a === "number" && typeof b === "number") {
        const sum = a + b;
        if (sum <= MOST && sum >= -MOST) {
            return sum;
        }
    }
    return narrow(BigInt(a) + BigInt(b));
}

export function minus(a, b) {
    if (typeof a === "number" && typeof b === "number") {
        const rest = a - b;
        if (rest <= MOST && rest >= -MOST) {
            return rest;
        }
    }
    return narrow(BigInt(a) - BigInt(b));
}

export function times(a, b) {
    if (typeof a === "number" && typeof b === "number") {
        const product = a * b;
        if (product <= MOST && product >= -MOST) {
            return product;
        }
    }
    return narrow(BigInt(a) * BigInt(b));
}

export function negative(a) {
    return a === 0 ? 0 : -a;
}

/** The quotient rounded down, as Python's `//`; the divisor is positive. */
export function over(a, b) {
    if (typeof a === "number" && typeof b === "number") {
        const rest = a % b;
        const quotient = (a - rest) / b;
        return rest < 0 ? quotient - 1 : quotient;
    }
    const [big, by] = [BigInt(a), BigInt(b)];
    const quotient = big / by;
    return narrow(big % by < 0n ? quotient - 1n : quotient);
}

/** The quotient rounded up; the divisor is positive. */
export function overUp(a, b) {
    return negative(over(negative(a), b));
}

/** What a division leaves; both are not negative. */
export function rest(a, b) {
    if (typeof a === "number" && typeof b === "number") {
        return a % b;
    }
    return narrow(BigInt(a) % BigInt(b));
}

export function least(a, b) {
    return b < a ? b : a;
}

export function most(a, b) {
    return b > a ? b : a;
}

/** Read a text of digits, perhaps with a minus sign. */
export function integerOf(text) {
    const number = Number(text);
    return Number.isSafeInteger(number) ? number + 0 : narrow(BigInt(text));
}

/** For sort(): integers ascending. */
export function ascending(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}

/** For sort(): lists of integers, the first difference decides. */
export function compareLists(one, other) {
    const shared = Math.min(one.length, other.length);
    for (let at = 0; at < shared; at++) {
        if (one[at] !== other[at]) {
            return one[at] < other[at] ? -1 : 1;
        }
    }
    return one.length - other.length;
}
