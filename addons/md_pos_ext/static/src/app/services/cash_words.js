import { _t } from "@web/core/l10n/translation";

/** What a cashier is told of a count that does not match. */
export function countWords({ state, difference }, money) {
    if (state === "again") {
        return _t("This does not match. Count again.");
    }
    const amount = money(difference);
    if (state === "manager") {
        return _t(
            "It differs by %s, more than a cashier may accept. Count again, or call a manager, who counts at a till or in the back office.",
            amount
        );
    }
    return _t("It differs by %s. Count again, or say why.", amount);
}
