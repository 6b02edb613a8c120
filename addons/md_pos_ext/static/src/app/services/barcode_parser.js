import { withoutCheckedValue } from "@md_pos_ext/app/utils/barcodes";
import { BarcodeParser } from "@barcodes/js/barcode_parser";
import { patch } from "@web/core/utils/patch";

patch(BarcodeParser, {
    barcodeRuleFields: [...BarcodeParser.barcodeRuleFields, "md_value_checked"],
});

// Core's rules for the warehouse: 10 for lots, 414 for places. A till knows no such codes,
// but many a carton's number begins so.
const ELSEWHERE = ["lot", "location", "location_dest", "package", "package_type", "error"];

/** Rules may say that a price or weight has a check digit of its own. */
patch(BarcodeParser.prototype, {
    parseBarcodeNomenclature(barcode) {
        const parsed = super.parseBarcodeNomenclature(barcode);
        if (ELSEWHERE.includes(parsed.type)) {
            return { ...parsed, type: "product", code: barcode, base_code: barcode };
        }
        const rule = this.nomenclature?.rules.find(
            ({ md_value_checked, type, pattern }) =>
                md_value_checked &&
                type === parsed.type &&
                parsed.code.startsWith(pattern.slice(0, pattern.search(/[.{]/)))
        );
        if (!rule || parsed.encoding !== "ean13") {
            return parsed;
        }
        const base = withoutCheckedValue(parsed.code, rule.pattern);
        return base === null
            ? { ...parsed, type: "product", base_code: parsed.code }
            : { ...parsed, base_code: this.sanitize_ean(base + "0") };
    },
});
