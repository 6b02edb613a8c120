/** Times and states of receipts that wait, in words. */
import { _t } from "@web/core/l10n/translation";

const MINUTE = 60000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, of milliseconds: two of a kind are said in the greater one. */
export function age(milliseconds) {
    if (milliseconds < MINUTE) {
        return _t("a moment");
    }
    if (milliseconds < 2 * HOUR) {
        return _t("%s min", Math.floor(milliseconds / MINUTE));
    }
    if (milliseconds < 2 * DAY) {
        return _t("%s h", Math.floor(milliseconds / HOUR));
    }
    return _t("%s days", Math.floor(milliseconds / DAY));
}

export function stateWords(entry) {
    if (entry.state === "damaged") {
        return _t("Damaged");
    }
    if (entry.state === "refused") {
        return _t("Refused");
    }
    return entry.attempts ? _t("Waits, tried %s times", entry.attempts) : _t("Waits");
}

export function loadedWords({ problem, added, known, damaged }) {
    if (problem) {
        return _t("This is not a file of receipts that a till has saved.");
    }
    const told = { added, known, damaged };
    return damaged
        ? _t(
              "%(added)s receipts taken, %(known)s known already, %(damaged)s damaged and left out.",
              told
          )
        : _t("%(added)s receipts taken, %(known)s known already.", told);
}
