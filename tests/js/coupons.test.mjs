/** Coupons in the browser: what Python says, and what everybody says of Ed25519. */
import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
    isCoupon,
    readCoupon,
    unpacked,
} from "../../addons/md_pos_ext/static/src/app/utils/coupons.js";
import { sha512, verify } from "../../addons/md_pos_ext/static/src/app/utils/ed25519.js";

const VECTORS = new URL("../vectors/coupons/coupons.json", import.meta.url);
const told = JSON.parse(readFileSync(VECTORS));
const bytes = (hex) => [...Buffer.from(hex, "hex")];

test("coupons that were signed", () => {
    for (const { code, ...facts } of told.coupons) {
        assert.deepEqual(readCoupon(code, told.key), facts);
        assert.ok(isCoupon(code));
    }
    for (const { text, number } of told.spelled) {
        assert.equal(readCoupon(text, told.key).number, number, text);
    }
});

test("texts that are none", () => {
    for (const [text, problem] of told.problems) {
        assert.deepEqual(readCoupon(text, told.key), { problem }, text);
    }
    assert.ok(!isCoupon("SAVE10"));
    assert.ok(!isCoupon("MDC123"));
});

test("packed numbers", () => {
    for (const { numbers, text } of told.packed) {
        const sorted = [...new Set(numbers)].sort((a, b) => a - b);
        assert.deepEqual(unpacked(text), sorted);
    }
});

test("SHA-512", () => {
    for (const length of [0, 1, 90, 111, 112, 127, 128, 129, 300]) {
        const text = randomBytes(length);
        assert.deepEqual(sha512([...text]), [...createHash("sha512").update(text).digest()]);
    }
});

// RFC 8032, 7.1: tests 1, 2 and 3
const RFC = [
    [
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ],
    [
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ],
    [
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ],
];

test("signatures of RFC 8032", () => {
    for (const [key, message, signature] of RFC) {
        assert.ok(verify(bytes(signature), bytes(message), bytes(key)));
        assert.ok(!verify(bytes(signature), [...bytes(message), 0], bytes(key)));
    }
});

test("signatures of others, and one bit off", () => {
    for (let round = 0; round < 5; round++) {
        const { publicKey, privateKey } = generateKeyPairSync("ed25519");
        const key = [...publicKey.export({ format: "der", type: "spki" })].slice(-32);
        const message = [...randomBytes(26)];
        const signature = [...sign(null, Buffer.from(message), privateKey)];
        assert.ok(verify(signature, message, key));
        for (const part of [signature, message, key]) {
            const at = Math.floor(Math.random() * part.length);
            const bit = 1 << Math.floor(Math.random() * 8);
            part[at] ^= bit;
            assert.ok(!verify(signature, message, key));
            part[at] ^= bit;
        }
    }
});

test("a signature with a number beyond the order is another's", () => {
    const [key, message, signature] = RFC[0];
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const own = bytes(signature);
    let number = own.slice(32).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n) + order;
    for (let at = 32; at < 64; at++, number >>= 8n) {
        own[at] = Number(number & 255n);
    }
    assert.ok(!verify(own, bytes(message), bytes(key)));
});
