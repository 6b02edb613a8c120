/** Why a customer does not buy on account, in one sentence. */
import { _t } from "@web/core/l10n/translation";

export function creditWords(what, told) {
    return {
        beyond: _t(
            "%(customer)s cannot buy for %(amount)s on account: limit %(limit)s, open %(open)s, free %(free)s.",
            told
        ),
        last: _t(
            "No answer from the server: %(customer)s cannot buy for %(amount)s on account, last known limit %(limit)s, open %(open)s, free %(free)s.",
            told
        ),
        most: _t(
            "No answer from the server: %(customer)s cannot buy for %(amount)s on account, without it at most %(most)s.",
            told
        ),
        none: _t(
            "No answer from the server: without it nothing is sold on account to %(customer)s.",
            told
        ),
        unknown: _t(
            "No answer from the server: this till does not know what is free on the account of %(customer)s.",
            told
        ),
    }[what];
}
