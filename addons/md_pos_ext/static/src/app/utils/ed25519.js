/**
 * Checks signatures of Ed25519 (RFC 8032, 5.1.7) in plain JavaScript, at once.
 *
 * Browsers have it over https only, and older ones not at all; this one takes some
 * milliseconds everywhere. Nothing secret is computed here, so its time may tell what it
 * likes.
 */
const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const WORD = (1n << 64n) - 1n;

function mod(value, by = P) {
    const rest = value % by;
    return rest < 0n ? rest + by : rest;
}

function power(base, exponent) {
    let found = 1n;
    for (let left = exponent, square = base; left; left >>= 1n) {
        if (left & 1n) {
            found = mod(found * square);
        }
        square = mod(square * square);
    }
    return found;
}

const D = mod(-121665n * power(121666n, P - 2n));
const ROOT = power(2n, (P - 1n) / 4n); // of -1
const BASE = point(mod(4n * power(5n, P - 2n)), 0n);

/** The point with this y and this last bit of x in extended coordinates, or null. */
function point(y, odd) {
    const square = mod((y * y - 1n) * power(D * y * y + 1n, P - 2n));
    let x = power(square, (P + 3n) / 8n);
    if (mod(x * x - square)) {
        x = mod(x * ROOT);
    }
    if (mod(x * x - square) || (!x && odd)) {
        return null;
    }
    if ((x & 1n) !== odd) {
        x = P - x;
    }
    return [x, y, 1n, mod(x * y)];
}

function added([x1, y1, z1, t1], [x2, y2, z2, t2]) {
    const a = (y1 - x1) * (y2 - x2);
    const b = (y1 + x1) * (y2 + x2);
    const c = 2n * t1 * t2 * D;
    const d = 2n * z1 * z2;
    const [e, f, g, h] = [mod(b - a), mod(d - c), mod(d + c), mod(b + a)];
    return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(factor, start) {
    let found = [0n, 1n, 1n, 0n];
    for (let left = factor, double = start; left; left >>= 1n) {
        if (left & 1n) {
            found = added(found, double);
        }
        double = added(double, double);
    }
    return found;
}

function same([x1, y1, z1], [x2, y2, z2]) {
    return !mod(x1 * z2 - x2 * z1) && !mod(y1 * z2 - y2 * z1);
}

function fromBytes(bytes) {
    return bytes.reduceRight((found, byte) => (found << 8n) | BigInt(byte), 0n);
}

function readPoint(bytes) {
    const number = fromBytes(bytes);
    const y = number & ((1n << 255n) - 1n);
    return y < P ? point(y, number >> 255n) : null;
}

/** Whether `signature` (64 bytes) of `message` was made by who has the key (32 bytes). */
export function verify(signature, message, key) {
    if (signature.length !== 64 || key.length !== 32) {
        return false;
    }
    const first = signature.slice(0, 32);
    const owner = readPoint(key);
    const given = readPoint(first);
    const factor = fromBytes(signature.slice(32));
    if (!owner || !given || factor >= ORDER) {
        return false;
    }
    const hash = fromBytes(sha512([...first, ...key, ...message]));
    return same(times(factor, BASE), added(given, times(hash % ORDER, owner)));
}

// SHA-512 (FIPS 180-4)

function primes(count) {
    const found = [];
    for (let number = 2; found.length < count; number++) {
        if (found.every((prime) => number % prime)) {
            found.push(number);
        }
    }
    return found;
}

/** The first 64 bits of the fraction of the `degree`-th root of a prime. */
function fraction(prime, degree) {
    const target = BigInt(prime) << (64n * degree);
    let [low, high] = [0n, 1n << 70n];
    while (high - low > 1n) {
        const middle = (low + high) >> 1n;
        [low, high] = middle ** degree <= target ? [middle, high] : [low, middle];
    }
    return low & WORD;
}

const START = primes(8).map((prime) => fraction(prime, 2n));
const CONSTANTS = primes(80).map((prime) => fraction(prime, 3n));

const turn = (word, bits) => ((word >> bits) | (word << (64n - bits))) & WORD;
const mixed = (word, [a, b, c]) => turn(word, a) ^ turn(word, b) ^ turn(word, c);

function words(bytes) {
    const found = [];
    for (let at = 0; at < bytes.length; at += 8) {
        found.push(bytes.slice(at, at + 8).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n));
    }
    return found;
}

function schedule(block) {
    const found = words(block);
    for (let n = 16; n < 80; n++) {
        const [a, b] = [found[n - 15], found[n - 2]];
        const small = turn(a, 1n) ^ turn(a, 8n) ^ (a >> 7n);
        const large = turn(b, 19n) ^ turn(b, 61n) ^ (b >> 6n);
        found.push((found[n - 16] + small + found[n - 7] + large) & WORD);
    }
    return found;
}

function compressed(state, block) {
    const told = schedule(block);
    let [a, b, c, d, e, f, g, h] = state;
    for (let n = 0; n < 80; n++) {
        const choice = (e & f) ^ (~e & WORD & g);
        const first = h + mixed(e, [14n, 18n, 41n]) + choice + CONSTANTS[n] + told[n];
        const second = mixed(a, [28n, 34n, 39n]) + ((a & b) ^ (a & c) ^ (b & c));
        [h, g, f, e] = [g, f, e, (d + first) & WORD];
        [d, c, b, a] = [c, b, a, (first + second) & WORD];
    }
    return [a, b, c, d, e, f, g, h].map((word, n) => (word + state[n]) & WORD);
}

/** 64 bytes of bytes. */
export function sha512(bytes) {
    const zeros = (239 - (bytes.length % 128)) % 128;
    const length = BigInt(bytes.length) * 8n;
    const tail = Array.from({ length: 16 }, (_, n) =>
        Number((length >> BigInt(8 * (15 - n))) & 255n)
    );
    const whole = [...bytes, 0x80, ...new Array(zeros).fill(0), ...tail];
    let state = START;
    for (let at = 0; at < whole.length; at += 128) {
        state = compressed(state, whole.slice(at, at + 128));
    }
    return state.flatMap((word) =>
        Array.from({ length: 8 }, (_, n) => Number((word >> BigInt(8 * (7 - n))) & 255n))
    );
}
