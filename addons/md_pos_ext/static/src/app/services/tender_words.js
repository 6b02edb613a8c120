/** What is wrong with ids, payments and codes, in words; see utils/tender_*.js, emv_qr.js. */
import { _t } from "@web/core/l10n/translation";

export function idWords({ problem, value }, tender, form) {
    const told = { tender, value, least: form.shortest, most: form.longest };
    return {
        empty: _t("Enter the transaction id of %(tender)s.", told),
        character: _t("A transaction id has letters A to Z and digits, no %(value)s.", told),
        digits: _t("A transaction id of %(tender)s has digits only, no %(value)s.", told),
        short: _t(
            "A transaction id of %(tender)s has at least %(least)s letters and digits; this one has %(value)s.",
            told
        ),
        long: _t(
            "A transaction id of %(tender)s has at most %(most)s letters and digits; this one has %(value)s.",
            told
        ),
        same: _t("%(value)s again and again is no transaction id.", told),
    }[problem];
}

export function payerWords({ value }) {
    return _t("A mobile number has 11 digits and begins with 01; this one has %s.", value);
}

export function usedWords({ receipt, at }, tender) {
    const told = { tender, receipt, at };
    return receipt
        ? _t("This transaction of %(tender)s has paid %(receipt)s before (%(at)s).", told)
        : _t("This transaction of %(tender)s was used before, in another store.", told);
}

/** `money`: formats smallest units; `name`: of a tender. */
export function settleWords({ problem, value, tender }, refund, money, name) {
    const told = { amount: money(Math.abs(value)), tender: tender ? name(tender) : "" };
    if (problem === "sign") {
        return refund
            ? _t("%(tender)s: a refund takes no money.", told)
            : _t("%(tender)s: a sale gives no money back; change is counted by itself.", told);
    }
    if (problem === "short") {
        return refund
            ? _t("%(amount)s still go back.", told)
            : _t("%(amount)s still to pay.", told);
    }
    if (problem === "over") {
        return _t("%(amount)s too much: a refund gives what the goods cost.", told);
    }
    return _t("%(amount)s too much: only cash gives change.", told);
}

export function qrWords({ problem, field, value }) {
    const fields = { name: _t("merchant name"), city: _t("city"), amount: _t("amount") };
    const told = { field: fields[field] ?? _t("merchant account"), value };
    if (problem === "amount") {
        return _t("A QR code needs an amount.");
    }
    if (problem === "letters") {
        return _t("A QR code cannot carry %(value)s in the %(field)s.", told);
    }
    return _t("No QR code: the %(field)s is not right.", told);
}
