import { checkDigit, normalise, validate } from "@md_pos_ext/app/utils/gtin";
import { describe, expect, test } from "@odoo/hoot";

// The whole set is tests/vectors/gtin, read by node and Python; here: the bundle works.
describe("gtin", () => {
    test("real codes of every length", () => {
        expect(validate("73513537")).toBe("73513537");
        expect(normalise("73513537")).toBe("00000073513537");
        expect(normalise("036000291452")).toBe("00036000291452");
        expect(normalise("4006381333931")).toBe("04006381333931");
        expect(normalise("10614141000415")).toBe("10614141000415");
        expect(checkDigit("590123412345")).toBe(7);
    });

    test("codes that are none say why", () => {
        expect(() => validate("4006318333931")).toThrow("the check digit is 1, but should be 5");
        expect(() => validate("PEN-001")).toThrow("character 1 (U+0050) is not a digit 0-9");
        expect(() => validate(73513537)).toThrow("the code is not text");
        expect(() => validate("00000000")).toThrow("all digits are zero");
        expect(() => checkDigit("73513537")).toThrow(/has 7, 11, 12 or 13$/);
    });
});
