/**
 * Keeps the prices of open orders what promotions make of them. Whatever changes an order
 * asks for a pass; one frame later there is one. A pass makes the basket, evaluates it
 * unless it is the same as before, and writes what differs on the lines, with the
 * computation of prices muted until all is written. Lines are read raw: nobody wakes.
 */
import { PromoBook } from "@md_pos_ext/app/services/promo_book";
import { PromoCodes } from "@md_pos_ext/app/services/promo_codes";
import { listen } from "@md_pos_ext/app/services/promo_listen";
import { refundLines } from "@md_pos_ext/app/services/promo_returns";
import { warmUp } from "@md_pos_ext/app/services/promo_warm";
import { basketOf, promotionsFor } from "@md_pos_ext/app/utils/promo_basket";
import { sharesOf } from "@md_pos_ext/app/utils/promo_amounts";
import { instantText, untilMinute } from "@md_pos_ext/app/utils/promo_clock";
import * as promoOrder from "@md_pos_ext/app/utils/promo_order";
import { settled, signatureAt } from "@md_pos_ext/app/utils/promo_solver";
import { gets } from "@md_pos_ext/app/utils/promotions_share";
import { _t } from "@web/core/l10n/translation";
import { toRaw } from "@odoo/owl";

const STALE = 12 * 60 * 60 * 1000; // ms after which a parked basket is looked up anew
const CONTACT = 10; // minutes between two looks at the server's clock
const NOTHING = { amount: 0, shares: [] };

export class PromoDesk {
    constructor(pos) {
        this.pos = pos;
        this.book = new PromoBook(pos);
        this.codes = this.book.codes = new PromoCodes(this);
        this.waiting = new Set();
        this.frame = null;
        this.writing = false;
        this.results = new Map(); // order uuid: {key, result}
        this.signatures = new Map(); // minute: which promotions hold
        this.asked = new Set(); // products whose facts were asked for
        this.minutes = 0;
    }

    async start() {
        await this.codes.restore();
        const known = await this.book.restore();
        listen(this.pos, (uuid) => this.ask(uuid));
        const fresh = this.update();
        if (!known) {
            await fresh;
        }
        this.passAll();
        warmUp(this);
        this.tick();
    }

    // What changes

    /** Offers and goods anew from the server, while the till goes on with what it has. */
    async update() {
        const changed = await this.book.refresh();
        if (this.book.promotions.length) {
            const ids = this.pos.models["product.product"].getAll().map(({ id }) => id);
            this.book.refreshFacts(ids).then((other) => other && this.passAll());
        }
        if (changed) {
            this.signatures.clear();
            this.passAll();
        }
    }

    /** At each full minute of the server: promotions start and end. */
    tick() {
        const { clock } = this.book;
        clearTimeout(this.timer);
        this.timer = setTimeout(
            () => {
                this.minutes += 1;
                this.book.keep("clock", clock.state());
                if (clock.watch() || this.minutes % CONTACT === 0) {
                    this.book.ask({ offered: false });
                }
                this.news();
                this.tick();
            },
            untilMinute(clock.now()) + 5
        );
    }

    /** Say it when the promotions of this minute are others than those of the last. */
    news() {
        const now = this.book.clock.now();
        const [before, after] = [this.signature(now - 60_000), this.signature(now)];
        if (before !== after) {
            this.pos.notification.add(_t("Promotions have changed. New items get the new ones."));
            this.passAll();
        }
    }

    /** Which promotions hold at a time, wherever and for whomever, as one word. */
    signature(time) {
        const minute = Math.floor(time / 60_000);
        if (!this.signatures.has(minute)) {
            const at = instantText(minute * 60_000);
            this.signatures.set(minute, signatureAt(this.book.promotions, this.currency, at));
        }
        return this.signatures.get(minute);
    }

    get currency() {
        const { name, decimal_places } = this.pos.currency;
        return { code: name, digits: decimal_places };
    }

    // Passes

    /** A pass over an order with the next frame. */
    ask(uuid) {
        if (this.writing) {
            return;
        }
        this.waiting.add(uuid);
        this.frame ??= requestAnimationFrame(() => this.flush());
    }

    passAll() {
        for (const order of this.pos.models["pos.order"].getAll()) {
            this.ask(order.uuid);
        }
    }

    /** All passes that wait, now. */
    flush() {
        cancelAnimationFrame(this.frame);
        this.frame = null;
        const waiting = [...this.waiting];
        this.waiting.clear();
        for (const uuid of waiting) {
            const order = this.pos.models["pos.order"].getBy("uuid", uuid);
            if (order && order.state === "draft" && order.lines.length) {
                this.pass(order);
            }
        }
    }

    pass(order) {
        this.writing = true;
        try {
            if (order.isRefund) {
                refundLines(this, order);
            } else if (this.concerns(order)) {
                this.price(order);
            }
        } catch (error) {
            // a sale goes on at the price of the list; the basket says what is wrong with it
            console.warn("Promotions could not be evaluated:", error.message);
            this.apply(order, {});
        } finally {
            this.writing = false;
        }
    }

    /** Whether there is anything to find or to take back. */
    concerns(order) {
        return this.book.promotions.length > 0 || order.lines.some((one) => one.md_promo_at);
    }

    price(order) {
        const now = this.book.clock.now();
        this.freeze(order, now);
        this.lookUp(order);
        const basket = basketOf(this.facts(order));
        const rest = promoOrder.tendersOf(order).find((one) => one.rest);
        const found = this.result(order, basket, instantText(now), rest);
        const covered = this.covered(order);
        this.apply(order, sharesOf(found.result, this.book.known));
        const own = promoOrder.orderValues(found, promoOrder.savedOf(order));
        own.md_clock_suspect = this.book.clock.suspect;
        this.write(order, own);
        order.uiState.mdPromo = { suggestions: found.result.suggestions };
        this.payRest(order, covered);
    }

    /** The first scan of a line decides; what was parked long is looked up anew. */
    freeze(order, now) {
        const at = instantText(now);
        let stale = false;
        for (const line of order.lines) {
            const { md_promo_at: since } = toRaw(line);
            const parked = since && now - Date.parse(since) > STALE;
            stale = stale || parked;
            if (!since || parked) {
                line.md_promo_at = at;
            }
        }
        if (stale) {
            this.pos.notification.add(
                _t("This order was parked: its promotions are those of today."),
                { type: "warning" }
            );
        }
    }

    /** Goods that came to the till after its facts. */
    lookUp(order) {
        const { facts, promotions } = this.book;
        const ids = order.lines
            .map((line) => toRaw(line).product_id.id)
            .filter((id) => promotions.length && !facts.has(id) && !this.asked.has(id));
        if (ids.length) {
            ids.forEach((id) => this.asked.add(id));
            this.book.refreshFacts(ids).then((other) => other && this.ask(order.uuid));
        }
    }

    facts(order) {
        const list = order.pricelist_id;
        return {
            currency: this.currency,
            place: { ...this.book.place, price_list: list ? String(list.id) : null },
            customer: order.partner_id ? this.book.customer(order.partner_id) : null,
            coupons: this.codes.words(order),
            tenders: promoOrder.tendersOf(order).map(({ name, amount }) => ({ name, amount })),
            lines: order.lines
                .map(toRaw)
                .map((line) => promoOrder.lineFacts(line, this.book.fact(line.product_id))),
        };
    }

    /** {result} of the basket, from before when nothing of it has changed. */
    result(order, basket, now, rest) {
        const removed = order.md_promo_removed || [];
        const key = JSON.stringify([basket, removed, rest, this.book.generation]);
        if (this.results.get(order.uuid)?.key === key) {
            return this.results.get(order.uuid);
        }
        const promotions = this.offered(order, basket);
        const result = settled(basket, promotions, now, rest);
        const found = { key, result, basket, promotions, now };
        this.results.set(order.uuid, found);
        return found;
    }

    /** Promotions of this place, less those taken out and those that others get. */
    offered(order, basket) {
        const removed = order.md_promo_removed || [];
        return promotionsFor(this.book.promotions, basket, removed).filter((one) =>
            gets(one, order.uuid, basket.customer?.id ?? null)
        );
    }

    // Writing

    /** Write shares ({line uuid: {amount, shares}}) on the lines, at once. */
    apply(order, shares) {
        const digits = this.pos.currency.decimal_places;
        order.mdBatch(() => {
            let changed = false;
            for (const line of order.lines) {
                const own = toRaw(line);
                if (!own.refunded_orderline_id) {
                    const share = shares[own.uuid] ?? NOTHING;
                    const values = promoOrder.changesOf(own, share, digits);
                    changed = this.write(line, values) || changed;
                }
            }
            return changed;
        });
    }

    /** Write what differs; say whether anything did. */
    write(record, values) {
        const changed = Object.entries(values).filter(
            ([name, value]) =>
                JSON.stringify(record[name] || null) !== JSON.stringify(value || null)
        );
        if (changed.length) {
            record.update(Object.fromEntries(changed));
        }
        return changed.length > 0;
    }

    covered(order) {
        return order.payment_ids.length > 0 && order.remainingDue === 0 && order.change === 0;
    }

    /** Who paid exactly, pays exactly what is due now. */
    payRest(order, covered) {
        const last = promoOrder.paymentsOf(order).at(-1);
        const due = order.totalDue - order.amountPaid;
        const charged = last?.payment_status && last.payment_status !== "pending";
        if (!covered || !last || charged || order.currency.isZero(due)) {
            return;
        }
        const amount = order.currency.round(last.amount + due);
        if (amount >= 0) {
            last.setAmount(amount);
        }
    }

    async customerSet(order) {
        const partner = order.partner_id;
        if (partner && (await this.book.refreshCustomer(partner))) {
            this.ask(order.uuid);
        }
    }
}
