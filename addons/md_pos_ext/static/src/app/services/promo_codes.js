/**
 * Codes and coupons at a till: checked here, with a server or without.
 *
 * Of codes that many may use it has marks; of coupons for one use the public key, and which
 * numbers are gone. What this till itself has used it remembers before anybody says so.
 */
import { isCoupon, normalise, readCoupon, unpacked } from "@md_pos_ext/app/utils/coupons";
import { codeProblem, mark, normal } from "@md_pos_ext/app/utils/promo_codes";

const NOTHING = { key: "", zone: "", promotions: {}, since: null, gone: [], spent: {} };

export class PromoCodes {
    constructor(desk) {
        this.desk = desk;
        this.known = { salt: "", rows: [] };
        this.coupons = { ...NOTHING };
        this.gone = new Set();
        this.readings = new Map(); // text: what a coupon says; to check takes milliseconds
    }

    get book() {
        return this.desk.book;
    }

    async restore() {
        const { memory } = this.book;
        const names = ["codes", "coupons"];
        const kept = await Promise.all(names.map((name) => memory.get(name))).catch(() => []);
        this.known = kept[0] ?? this.known;
        this.coupons = { ...NOTHING, ...kept[1] };
        this.gone = new Set(this.coupons.gone);
    }

    /** What to ask the server for with the next question. */
    question(look = []) {
        return { since: this.coupons.since, look };
    }

    /** What the server says with any answer. */
    learn({ codes, coupons }) {
        if (codes) {
            this.known = codes;
            this.book.keep("codes", codes);
        }
        if (coupons) {
            this.learnCoupons(coupons);
        }
    }

    learnCoupons({ key, zone, promotions, since, gone, back }) {
        if (key !== this.coupons.key) {
            this.readings.clear();
        }
        unpacked(back).forEach((number) => this.gone.delete(number));
        const { spent } = this.coupons;
        for (const number of unpacked(gone)) {
            this.gone.add(number);
            delete spent[number]; // the server knows it, too
        }
        Object.assign(this.coupons, { key, zone, promotions, since });
        this.keep();
    }

    keep() {
        this.book.keep("coupons", { ...this.coupons, gone: [...this.gone] });
    }

    // What codes of an order open

    /** As promotions say it: marks of codes, and the words of coupons' promotions. */
    words(order) {
        const texts = order.md_promo_coupons || [];
        return texts.flatMap((text) =>
            isCoupon(text) ? this.couponWords(order, text) : this.mark(text)
        );
    }

    mark(text) {
        return normal(text) ? [mark(text, this.known.salt)] : [];
    }

    couponWords(order, text) {
        const coupon = this.read(text);
        const [code] = this.coupons.promotions[coupon.promotion] ?? [];
        const draft = order.state === "draft";
        const lost = draft && (this.gone.has(coupon.number) || !this.isOwner(coupon, order));
        return code && !lost ? [`@${code}`] : [];
    }

    read(text) {
        const plain = normalise(text);
        if (!this.readings.has(plain)) {
            this.readings.set(plain, readCoupon(plain, this.coupons.key));
        }
        return this.readings.get(plain);
    }

    isOwner({ customer }, order) {
        return !customer || order.partner_id?.id === customer;
    }

    /** What a dialog says of a code: {title, ids of its promotions}. */
    describe(text) {
        if (isCoupon(text)) {
            const coupon = this.read(text);
            const [code, name] = this.coupons.promotions[coupon.promotion] ?? [];
            return { title: `${name ?? ""} #${coupon.number ?? "?"}`, ids: code ? [code] : [] };
        }
        const [own] = this.mark(text);
        const promotions = this.book.promotions.filter(({ where }) => where?.coupon === own);
        return { title: text, ids: promotions.map(({ id }) => id) };
    }

    // Taking a code

    /**
     * Put a code on an order.
     *
     * @returns {Promise<Object|null>} why not: {word, ...}
     */
    async add(order, text) {
        const coupon = isCoupon(text);
        const code = coupon ? normalise(text) : text.trim();
        const codes = order.md_promo_coupons || [];
        const same = (one) => (coupon ? normalise(one) === code : normal(one) === normal(code));
        if (codes.some(same)) {
            return null;
        }
        const problem = coupon
            ? await this.couponProblem(order, code)
            : await this.problem(order, code);
        if (!problem) {
            // what was added while the server was asked stays
            order.update({ md_promo_coupons: [...(order.md_promo_coupons || []), code] });
        }
        return problem;
    }

    async problem(order, code) {
        const here = () => {
            const now = this.book.clock.now();
            const { place, customer } = this.desk.facts(order);
            const problem = codeProblem(code, this.known, this.book.promotions, {
                basket: { ...place, customer },
                now,
            });
            return problem && { ...problem, code };
        };
        const problem = here();
        if (!problem || problem.word === "empty") {
            return problem;
        }
        // perhaps the till has not heard of it yet
        await this.desk.update();
        return here();
    }

    async couponProblem(order, text) {
        if (!this.coupons.key) {
            await this.desk.update();
        }
        const problem = this.coupons.key ? this.knownProblem(order, text) : { word: "nokey" };
        return problem || this.askedProblem(this.read(text));
    }

    /** What the till can say by itself. */
    knownProblem(order, text) {
        const coupon = this.read(text);
        if (coupon.problem) {
            return { word: coupon.problem };
        }
        const [code, name = ""] = this.coupons.promotions[coupon.promotion] ?? [];
        const told = { ...coupon, name };
        const checks = {
            past: () => coupon.until && coupon.until < this.today(),
            off: () => !this.book.known[code],
            owner: () => !this.isOwner(coupon, order),
            twice: () => this.numbersOf(order).some((one) => one.promotion === coupon.promotion),
            here: () => this.usedHere(coupon.number, order),
            used: () => this.gone.has(coupon.number),
        };
        const word = Object.keys(checks).find((one) => checks[one]());
        return word ? { word, ...told } : null;
    }

    today() {
        const { zone } = this.coupons;
        return luxon.DateTime.fromMillis(this.book.clock.now(), { zone }).toISODate();
    }

    numbersOf(order) {
        return (order.md_promo_coupons || []).filter(isCoupon).map((text) => this.read(text));
    }

    /** Whether another order of this till has it: parked, or paid and perhaps not sent. */
    usedHere(number, order) {
        const spent = this.coupons.spent[number];
        const others = this.desk.pos.models["pos.order"].filter(
            (one) => one.uuid !== order.uuid && one.state !== "cancel"
        );
        const has = (one) => this.numbersOf(one).some((coupon) => coupon.number === number);
        return (spent && spent !== order.uuid) || (!this.gone.has(number) && others.some(has));
    }

    /** What the server says; without one, nothing but that it is needed. */
    async askedProblem(coupon) {
        const news = await this.book.ask({
            offered: false,
            coupons: this.question([coupon.number]),
        });
        if (!news) {
            return coupon.online ? { word: "online" } : null;
        }
        const state = news.coupons.state[coupon.number] ?? "none";
        return state === "issued" ? null : { word: state };
    }

    /** A paid order has used its coupons, as far as their promotions did something. */
    spend(order) {
        const used = new Set((order.md_promo_deals || []).map(({ promotion }) => promotion));
        for (const { number, promotion } of this.numbersOf(order)) {
            if (used.has(this.coupons.promotions[promotion]?.[0])) {
                this.coupons.spent[number] = order.uuid;
            }
        }
        this.keep();
    }
}
