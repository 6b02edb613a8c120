/** What a till says of gift cards. */
import { _t } from "@web/core/l10n/translation";

export function giftWords(what, told) {
    return {
        empty: _t("Enter or scan the code of the card."),
        sign: _t("A code has letters and digits only."),
        length: _t("A code has 16 letters and digits."),
        check: _t("This is no code of a card: a letter or digit is not right."),
        offline: _t(
            "The server does not answer: the card cannot be checked. Take another way to pay."
        ),
        unknown: _t("Nobody knows a card with this code."),
        blocked: _t("Card …%(hint)s is blocked: a manager can say why.", told),
        expired: _t("Card …%(hint)s was valid until %(day)s.", told),
        used: _t("Nothing is left on card …%(hint)s.", { hint: "", ...told }),
        currency: _t("This till takes another currency than cards have."),
        back: _t("%(product)s is not taken back at a till: it can be paid with.", told),
        part: _t("%(product)s is sold in whole cards.", told),
    }[what];
}

export function slipWords(what) {
    return { new: _t("New card"), paid: _t("Paid with card"), back: _t("Back on card") }[what];
}
