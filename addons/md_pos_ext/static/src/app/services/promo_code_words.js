/** Why a code or a coupon is not taken, in one sentence. */
import { formatDate, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

const day = (text) => formatDate(luxon.DateTime.fromISO(text));
const moment = (time) => formatDateTime(luxon.DateTime.fromMillis(time));

const WORDS = {
    // codes that many may use
    empty: () => _t("This is no code: letters or digits, please."),
    unknown: ({ code }) => _t("The code %s is not known here.", code),
    ended: ({ code, name }) => _t("The code %s has expired: %s is over.", code, name),
    spent: ({ code, name }) => _t("The code %s is used up: %s has reached its limit.", code, name),
    paused: ({ code, name }) => _t("The code %s does not hold now: %s is paused.", code, name),
    early: ({ code, from }) => _t("The code %s holds from %s on, not yet.", code, moment(from)),
    elsewhere: ({ code }) => _t("The code %s is not for this store.", code),
    list: ({ code }) => _t("The code %s is not for this price list.", code),
    customer: ({ code }) =>
        _t("The code %s is for some customers: choose the customer first.", code),
    stranger: ({ code }) => _t("The code %s is not for this customer.", code),
    // coupons for one use
    nokey: () => _t("This till cannot check coupons before it has reached the server once."),
    form: () => _t("This coupon cannot be read: scan it again, whole."),
    signature: () => _t("This coupon was not issued by us: do not take it."),
    past: ({ until }) => _t("This coupon was valid until %s.", day(until)),
    off: ({ name }) => _t("This coupon is for %s, which is not on sale here now.", name),
    owner: () => _t("This coupon is another customer's: choose its customer first."),
    twice: ({ name }) => _t("One coupon of %s is on this receipt already.", name),
    here: () => _t("This coupon was used at this till before."),
    used: () => _t("This coupon was used before."),
    void: () => _t("This coupon is blocked."),
    none: () => _t("There is no such coupon any more."),
    online: () => _t("This coupon is taken only while the server can be reached."),
};

export function codeWords({ word, ...values }) {
    return WORDS[word](values);
}
