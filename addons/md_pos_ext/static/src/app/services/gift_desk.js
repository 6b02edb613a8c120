/** Gift cards at a till: it makes their codes, and pays with them when the server says so. */
import { giftWords, slipWords } from "@md_pos_ext/app/services/gift_words";
import { hint, newCode, printed, problem } from "@md_pos_ext/app/utils/gift_codes";
import { qrImage } from "@md_pos_ext/app/utils/qr_image";
import { formatDate } from "@web/core/l10n/dates";

const WIDE = 110; // px of a code on the receipt

export class GiftDesk {
    constructor(pos) {
        this.pos = pos;
        this.codes = new Map(); // of a line's or payment's uuid: codes made here, in clear
        this.taken = new Map(); // of a payment's uuid: what the server took off a card
    }

    get tenders() {
        return this.pos.mdTenders;
    }

    isGift(line) {
        return line?.payment_method_id?.md_kind === "gift";
    }

    isCard(line) {
        return Boolean(line.product_id?.product_tmpl_id?.md_gift_card);
    }

    text(amount) {
        return this.tenders.text(this.tenders.units(amount));
    }

    // Cards that are sold or given

    /** Each card of an order gets its code: also without a server. */
    prepare(order) {
        for (const line of order.lines.filter((one) => this.isCard(one) && one.qty > 0)) {
            line.md_gift_codes = this.codesOf(line.uuid, line.qty);
        }
        for (const line of order.payment_ids.filter((one) => this.isGift(one))) {
            if (line.amount < 0) {
                line.md_gift_codes = this.codesOf(line.uuid, 1);
            }
        }
    }

    codesOf(uuid, count) {
        const known = this.codes.get(uuid) ?? [];
        const more = Array.from({ length: Math.max(count - known.length, 0) }, newCode);
        const codes = [...known, ...more].slice(0, count);
        this.codes.set(uuid, codes);
        return codes;
    }

    /** Why cards of an order cannot be sold, in words, or null. */
    unsellable(order) {
        const cards = order.lines.filter((line) => this.isCard(line));
        const back = cards.find((line) => line.qty < 0);
        if (back) {
            return giftWords("back", { product: back.product_id.display_name });
        }
        const part = cards.find((line) => !Number.isInteger(line.qty));
        return part ? giftWords("part", { product: part.product_id.display_name }) : null;
    }

    // Cards that pay

    isTaken(line) {
        return (
            this.tenders.units(this.taken.get(line.uuid)?.taken ?? 0) ===
            this.tenders.units(line.amount)
        );
    }

    /**
     * Pay with a card as much of a payment as it has.
     *
     * @returns {Promise<String|null>} why not, in words
     */
    async pay(line, code) {
        const wrong = problem(code);
        if (wrong) {
            return giftWords(wrong, {});
        }
        const { uuid, pos_order_id: order } = line;
        const found = await this.tenders.ask("md_gift_pay", [code, line.amount, uuid, order.uuid]);
        if (!found) {
            return giftWords("offline", {});
        }
        if (found.problem) {
            return giftWords(found.problem, { hint: found.hint, day: this.day(found) });
        }
        this.taken.set(uuid, found);
        line.setAmount(found.taken);
        return null;
    }

    /** A payment is not made after all: its money is on the card again. */
    release(line) {
        if (this.taken.delete(line.uuid)) {
            this.tenders.ask("md_gift_release", [line.uuid]); // else the server does it later
        }
    }

    day({ expires }) {
        return expires ? formatDate(luxon.DateTime.fromISO(expires)) : "";
    }

    // The receipt

    /** [{title, code, image, amount, balance, day}] of cards that a receipt shows. */
    slips(order) {
        const cards = order.lines.filter((line) => this.isCard(line) && line.qty > 0);
        const payments = order.payment_ids.filter((line) => this.isGift(line));
        return [
            ...cards.flatMap((line) => this.slipsOf(line, line.priceIncl / line.qty)),
            ...payments.flatMap((line) => this.slipsOf(line, -line.amount)),
        ];
    }

    slipsOf(line, amount) {
        const said = line.md_gift_said || [];
        const codes = this.codes.get(line.uuid) ?? [];
        if (!said.length) {
            // not sent yet: the till knows what it made, and what it was told
            const taken = this.taken.get(line.uuid);
            const known = taken ? [this.slip({ ...taken, what: "paid" })] : [];
            return [...known, ...codes.map((code) => this.slip({ what: "new", amount }, code))];
        }
        let made = 0;
        return said.map((one) => this.slip(one, one.what === "new" ? codes[made++] : null));
    }

    slip(said, code) {
        return {
            title: slipWords(said.what),
            code: code ? printed(code) : `•••• ${said.hint ?? ""}`,
            image: code ? qrImage(code, WIDE) : null,
            hint: code ? hint(code) : said.hint,
            balance: this.text(said.balance ?? said.amount),
            day: this.day(said),
        };
    }
}
