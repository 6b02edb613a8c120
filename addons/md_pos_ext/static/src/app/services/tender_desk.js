/** What a till knows of tenders: ids that were used, what is left to give back, QR codes. */
import { TenderMemory } from "@md_pos_ext/app/services/tender_memory";
import { qrWords, settleWords, usedWords } from "@md_pos_ext/app/services/tender_words";
import { build, QrError } from "@md_pos_ext/app/utils/emv_qr";
import { normalise, problem as idProblem } from "@md_pos_ext/app/utils/tender_ids";
import * as money from "@md_pos_ext/app/utils/tender_money";
import { formatCurrency } from "@web/core/currency";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { _t } from "@web/core/l10n/translation";

const PATIENCE = 4000; // ms: a cashier does not wait longer for a server

export class TenderDesk {
    constructor(pos) {
        this.pos = pos;
        const database = odoo.info?.db ?? "";
        this.memory = new TenderMemory(`md-transactions-${pos.config.id}-${database}`);
        this.left = new Map(); // of a refund's uuid: what the server says is left
        this.checked = new Map(); // of a payment's uuid: the id that the server knows to be new
    }

    // Money

    get scale() {
        return 10 ** this.pos.currency.decimal_places;
    }

    units(amount) {
        return Math.round(amount * this.scale);
    }

    text(units) {
        return formatCurrency(units / this.scale, this.pos.currency.id);
    }

    /** The word under which equal tenders of several tills are one; see md.tender.refunds. */
    tender(method) {
        return method.md_tender || `method:${method.id}`;
    }

    name(tender) {
        const methods = this.pos.models["pos.payment.method"].getAll();
        return methods.find((one) => this.tender(one) === tender)?.name ?? tender;
    }

    payments(order, { change = true } = {}) {
        const rows = order.payment_ids
            .filter((line) => line.payment_method_id && (change || !line.is_change))
            .map((line) => ({
                tender: this.tender(line.payment_method_id),
                amount: this.units(line.amount),
                cash: line.payment_method_id.is_cash_count,
            }));
        const counted = order.payment_ids.some((line) => line.is_change);
        const own = change && !counted && order.totalDue >= 0 ? this.units(order.change) : 0;
        const cash = rows.find((row) => row.cash);
        return own && cash ? [...rows, { ...cash, amount: -Math.abs(own) }] : rows;
    }

    /** Payments without their rounding: what the goods of an order cost. */
    exact(order) {
        const total = this.units(order.priceIncl);
        return money.exact(this.payments(order), total, this.step);
    }

    get step() {
        const { config } = this.pos;
        return config.cash_rounding ? this.units(config.rounding_method.rounding) || 1 : 1;
    }

    // Refunds

    /** The order whose goods come back with this one, if it gives money back. */
    source(order) {
        if (!order || order.totalDue >= 0) {
            return null;
        }
        return order.lines.map((line) => line.refunded_orderline_id?.order_id).find(Boolean);
    }

    /** [[tender, units]] of what may still go back, of what this till knows. */
    leftHere(order, source) {
        const others = new Set(
            source.lines.flatMap((line) => line.refund_orderline_ids || []).map((l) => l.order_id)
        );
        const known = this.left.get(order.uuid);
        const refunds = [...others].filter(
            (one) => one && one.uuid !== order.uuid && one.state !== "cancel" && one.totalDue < 0
        );
        // the server knows all that it was sent
        const counted = known ? refunds.filter((one) => !one.isSynced) : refunds;
        const paid = known ?? money.paidOn(this.exact(source));
        return money.leftOn(
            paid,
            counted.flatMap((one) => this.exact(one))
        );
    }

    async askLeft(order) {
        const source = this.source(order);
        if (!source || !source.isSynced) {
            return;
        }
        const found = await this.ask("md_tenders_left", [source.uuid, order.uuid]);
        if (found?.length) {
            this.left.set(order.uuid, found);
        }
    }

    /** Rows of the payment screen: what was paid on each tender and may go back. */
    rows(order) {
        const source = this.source(order);
        if (!source) {
            return [];
        }
        const own = money.leftOn(this.leftHere(order, source), this.payments(order));
        return own.map(([tender, units]) => ({
            tender,
            name: this.name(tender),
            left: units,
            text: this.text(units),
            here: this.methods.some((one) => this.tender(one) === tender),
        }));
    }

    get methods() {
        return this.pos.config.payment_method_ids;
    }

    /** [{method, amount}] below 0: as it was paid, of what still goes back. */
    proposal(order) {
        const due = -this.units(order.remainingDue);
        const cash = this.methods.filter((one) => one.is_cash_count).map((m) => this.tender(m));
        const left = this.rows(order)
            .filter((row) => row.here)
            .map((row) => [row.tender, row.left]);
        return money.proposal(due, left, cash).rows.map(([tender, units]) => ({
            method: this.methods.find((one) => this.tender(one) === tender),
            amount: -units / this.scale,
        }));
    }

    /** [[tender, units]] that go back beyond what is left on them. */
    over(order) {
        const source = this.source(order);
        if (!source) {
            return [];
        }
        const found = money.over(this.exact(order), this.leftHere(order, source));
        // any goods may come back for store credit
        const isCard = (one, tender) => this.tender(one) === tender && one.md_kind === "gift";
        return found.filter(([tender]) => !this.methods.some((one) => isCard(one, tender)));
    }

    /** Why the payments do not settle an order, in words, or null. */
    unsettled(order) {
        const done = { payment_ids: order.payment_ids.filter((line) => line.isDone()) };
        const payments = this.payments({ ...done, totalDue: order.totalDue }, { change: false });
        const found = money.problem(
            this.units(order.totalDue),
            payments,
            this.units(order.remainingDue),
            this.step
        );
        const money_ = (units) => this.text(units);
        const name = (tender) => this.name(tender);
        return found && settleWords(found, order.totalDue < 0, money_, name);
    }

    // Transaction ids

    asks(line) {
        const method = line?.payment_method_id;
        return Boolean(method?.md_id_form && ["may", "must"].includes(method.md_ask_transaction));
    }

    /** Whether a payment cannot be taken without an id. */
    needs(line) {
        const { md_ask_transaction: asks } = line.payment_method_id;
        return this.asks(line) && asks === "must" && line.amount > 0;
    }

    key(line, text = line.transaction_id) {
        return `${line.payment_method_id.md_tender}:${normalise(text || "")}`;
    }

    /** What is wrong with the id of a payment, {problem, value}, or null. */
    wrong(line, text = line.transaction_id || "") {
        const found = idProblem(text, line.payment_method_id.md_id_form);
        return found?.problem === "empty" && !this.needs(line) ? null : found;
    }

    /** Why an id was used before, in words: of this till's orders at once, then the server. */
    async used(line, text = line.transaction_id) {
        if (!normalise(text || "")) {
            return null;
        }
        const tender = line.payment_method_id.name;
        const here = this.usedHere(line, text);
        if (here) {
            return usedWords(here, tender);
        }
        const key = this.key(line, text);
        if (this.checked.get(line.uuid) === key) {
            return null;
        }
        const order = line.pos_order_id;
        const asked = [line.payment_method_id.id, text, order.uuid];
        const found = await this.ask("md_transaction_used", asked);
        if (!found) {
            if (found === false) {
                this.checked.set(line.uuid, key); // undefined is no answer
            }
            return null;
        }
        const at = found.at ? formatDateTime(deserializeDateTime(found.at)) : "";
        return usedWords({ ...found, at }, tender);
    }

    usedHere(line, text) {
        const key = this.key(line, text);
        const other = this.pos.models["pos.payment"].find(
            (one) =>
                one.uuid !== line.uuid &&
                one.pos_order_id &&
                one.pos_order_id.state !== "cancel" &&
                one.payment_method_id &&
                one.transaction_id &&
                this.key(one) === key
        );
        if (other) {
            const order = other.pos_order_id;
            const receipt = order === line.pos_order_id ? _t("this order") : this.receipt(order);
            return { receipt, at: formatDateTime(order.date_order) };
        }
        const found = this.memory.find(key, line.pos_order_id.uuid);
        return found && { receipt: found.receipt, at: found.at };
    }

    receipt(order) {
        return order.pos_reference || order.tracking_number || order.getName?.() || "?";
    }

    /** A paid order: its ids are used, also when it could not be sent yet. */
    remember(order) {
        const keys = order.payment_ids.filter((one) => one.transaction_id && this.asks(one));
        if (keys.length) {
            const at = formatDateTime(luxon.DateTime.now());
            const own = keys.map((one) => this.key(one));
            this.memory.remember(order.uuid, this.receipt(order), own, at);
        }
    }

    /** Ask the server, not for long: undefined when it cannot say. */
    async ask(method, args) {
        let timer;
        const late = new Promise((done) => (timer = setTimeout(done, PATIENCE)));
        try {
            const call = this.pos.data.call("pos.config", method, [[this.pos.config.id], ...args]);
            return await Promise.race([call, late]);
        } catch (error) {
            if (error instanceof ConnectionLostError || error instanceof RPCError) {
                return undefined; // who sells goes on: the server looks when it is sent
            }
            throw error;
        } finally {
            clearTimeout(timer);
        }
    }

    // QR codes

    /** {text, name, amount, error} of a payment with a code, null of others. */
    code(line) {
        const merchant = line?.payment_method_id?.md_qr;
        if (!merchant || line.amount <= 0 || line.pos_order_id.finalized) {
            return null;
        }
        const told = {
            name: line.payment_method_id.name,
            amount: this.text(this.units(line.amount)),
        };
        try {
            const digits = this.pos.currency.decimal_places;
            const bill = this.receipt(line.pos_order_id);
            const currency = String(this.pos.currency.iso_numeric || 0).padStart(3, "0");
            const amount = this.units(line.amount);
            const own = [{ ...merchant, currency }, amount, digits, bill, this.pos.config.name];
            return { ...told, text: build(...own) };
        } catch (error) {
            if (!(error instanceof QrError)) {
                throw error;
            }
            return { ...told, error: qrWords(error) };
        }
    }
}
