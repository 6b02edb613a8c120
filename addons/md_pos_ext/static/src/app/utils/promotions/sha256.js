/** SHA-256 of a text (FIPS 180-4): the browser's own is asynchronous. */

const ROUNDS = 64;
const PRIMES = [];
for (let number = 2; PRIMES.length < ROUNDS; number++) {
    if (PRIMES.every((prime) => number % prime)) {
        PRIMES.push(number);
    }
}

/** The first 32 bits of the fraction of the `degree`-th root of a prime. */
function fraction(prime, degree) {
    // the root of prime * 2^(32 * degree), by bisection; its last 32 bits are the fraction
    const target = BigInt(prime) << BigInt(32 * degree);
    let [low, high] = [0n, 1n << 40n];
    while (high - low > 1n) {
        const middle = (low + high) >> 1n;
        if (middle ** BigInt(degree) <= target) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return Number(low & 0xffffffffn) | 0;
}

const START = PRIMES.slice(0, 8).map((prime) => fraction(prime, 2));
const CONSTANTS = Int32Array.from(PRIMES, (prime) => fraction(prime, 3));

function turn(word, bits) {
    return (word >>> bits) | (word << (32 - bits));
}

function padded(bytes) {
    const length = (((bytes.length + 8) >> 6) + 1) << 6;
    const view = new DataView(new ArrayBuffer(length));
    new Uint8Array(view.buffer).set(bytes);
    view.setUint8(bytes.length, 0x80);
    view.setUint32(length - 8, Math.floor(bytes.length / 2 ** 29));
    view.setUint32(length - 4, bytes.length << 3);
    return view;
}

function schedule(view, at, words) {
    for (let n = 0; n < 16; n++) {
        words[n] = view.getInt32(at + 4 * n);
    }
    for (let n = 16; n < ROUNDS; n++) {
        const [a, b] = [words[n - 15], words[n - 2]];
        const small = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
        const large = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
        words[n] = (words[n - 16] + small + words[n - 7] + large) | 0;
    }
}

function compress(state, words) {
    let [a, b, c, d, e, f, g, h] = state;
    for (let n = 0; n < ROUNDS; n++) {
        const mixed = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
        const first = (h + mixed + ((e & f) ^ (~e & g)) + CONSTANTS[n] + words[n]) | 0;
        const second = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
        [h, g, f] = [g, f, e];
        e = (d + first) | 0;
        [d, c, b] = [c, b, a];
        a = (first + second) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, n) => {
        state[n] = (state[n] + word) | 0;
    });
}

/** The eight words after all blocks of `bytes`. */
function digested(bytes) {
    const view = padded(bytes);
    const state = [...START];
    const words = new Int32Array(ROUNDS);
    for (let at = 0; at < view.byteLength; at += 64) {
        schedule(view, at, words);
        compress(state, words);
    }
    return state;
}

function asBytes(state) {
    const view = new DataView(new ArrayBuffer(32));
    state.forEach((word, n) => view.setInt32(4 * n, word));
    return new Uint8Array(view.buffer);
}

function joined(first, second) {
    const found = new Uint8Array(first.length + second.length);
    found.set(first);
    found.set(second, first.length);
    return found;
}

/** HMAC-SHA-256 (RFC 2104) with a key of bytes: a function of bytes to 32 bytes. */
export function hmacSha256(secret) {
    const key = new Uint8Array(64);
    key.set(secret.length > 64 ? asBytes(digested(secret)) : secret);
    const inner = key.map((byte) => byte ^ 0x36);
    const outer = key.map((byte) => byte ^ 0x5c);
    return (bytes) => asBytes(digested(joined(outer, asBytes(digested(joined(inner, bytes))))));
}

export function sha256(text) {
    const state = digested(new TextEncoder().encode(text));
    return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
