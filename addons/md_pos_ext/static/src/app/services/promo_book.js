/** What this till knows for promotions: offers, goods, customers, and the server's time. */
import { PromoMemory } from "@md_pos_ext/app/services/promo_memory";
import { ServerClock } from "@md_pos_ext/app/utils/promo_clock";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

const AT_ONCE = 1000; // products in one question
const NOBODY = { groups: [], used: {} };

export class PromoBook {
    constructor(pos) {
        this.pos = pos;
        this.data = pos.data;
        this.memory = new PromoMemory(`md-promotions-${odoo.pos_config_id}-${odoo.info?.db}`);
        this.clock = new ServerClock({ perf: () => performance.now(), wall: () => Date.now() });
        this.promotions = [];
        this.known = {};
        this.place = {};
        this.facts = new Map();
        this.customers = new Map();
        this.codes = null; // of the desk: it is told all answers
        this.generation = 0; // rises with every change of what is known
    }

    /** What was known before the reload. */
    async restore() {
        const names = ["offers", "facts", "customers", "clock"];
        const kept = await Promise.all(names.map((name) => this.memory.get(name))).catch(() => []);
        const [offers, facts, customers, clock] = kept;
        if (clock) {
            this.clock.restore(clock);
        }
        this.facts = new Map(facts ?? []);
        this.customers = new Map(customers ?? []);
        this.setOffers(offers ?? { promotions: [], place: {} });
        return Boolean(offers);
    }

    setOffers({ promotions, place }) {
        this.promotions = promotions;
        this.place = place;
        this.known = Object.fromEntries(promotions.map((one) => [one.id, one]));
        this.generation += 1;
    }

    /** Ask the server; null when there is none. Every answer says its time. */
    async ask(question) {
        const asked = performance.now();
        let news;
        try {
            news = await this.data.call(
                "pos.config",
                "md_promotions",
                [[odoo.pos_config_id]],
                question
            );
        } catch (error) {
            if (error instanceof RPCError) {
                console.warn("Promotions were not sent:", error.data?.message ?? error.message);
            } else if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            return null; // a till sells with what it knows
        }
        this.clock.contact(news.now, asked);
        this.keep("clock", this.clock.state());
        this.codes?.learn(news);
        return news;
    }

    keep(name, value) {
        // a full disk takes nothing from the sale
        return this.memory.set(name, value).catch(() => {});
    }

    /** All offers anew; true when they are others than before. */
    async refresh() {
        const news = await this.ask({ coupons: this.codes?.question() });
        if (!news) {
            return false;
        }
        const { promotions, place } = news;
        const before = JSON.stringify([this.promotions, this.place]);
        await this.keep("offers", { promotions, place });
        if (before === JSON.stringify([promotions, place])) {
            return false;
        }
        this.setOffers({ promotions, place });
        return true;
    }

    /** Facts of goods anew; all that are loaded when there are promotions. */
    async refreshFacts(ids) {
        let changed = false;
        for (let start = 0; start < ids.length; start += AT_ONCE) {
            const goods = ids.slice(start, start + AT_ONCE);
            const news = await this.ask({ goods, offered: false });
            if (!news) {
                break;
            }
            for (const [id, fact] of Object.entries(news.facts ?? {})) {
                const same = JSON.stringify(this.facts.get(Number(id))) === JSON.stringify(fact);
                changed = changed || !same;
                this.facts.set(Number(id), fact);
            }
        }
        if (changed) {
            this.generation += 1;
            await this.keep("facts", [...this.facts]);
        }
        return changed;
    }

    /** What is known of a product; as far as the till can tell when nothing is. */
    fact(product) {
        const known = this.facts.get(product.id);
        if (known) {
            return known;
        }
        const template = product.product_tmpl_id;
        const brand = template.md_brand_id ? [`brand:${template.md_brand_id.id}`] : [];
        return {
            sku: String(product.id),
            tags: [`prod:${product.id}`, `tmpl:${template.id}`, ...brand],
            divisible: Boolean(product.to_weight || template.to_weight),
            locked: false,
        };
    }

    /** The contract's customer; of whom nothing is known yet only who it is. */
    customer(partner) {
        return this.customers.get(partner.id) ?? { id: String(partner.id), ...NOBODY };
    }

    async refreshCustomer(partner) {
        if (!this.promotions.length || typeof partner.id !== "number") {
            return false;
        }
        const news = await this.ask({ customer: partner.id, offered: false });
        if (!news?.customer) {
            return false;
        }
        const before = JSON.stringify(this.customers.get(partner.id));
        this.customers.set(partner.id, news.customer);
        await this.keep("customers", [...this.customers].slice(-500));
        return before !== JSON.stringify(news.customer);
    }

    /** Contracts of exactly these revisions; null when that cannot be known now. */
    async pinned(pairs) {
        const own = pairs.map(([id, rev]) =>
            String(this.known[id]?.rev) === String(rev) ? this.known[id] : null
        );
        if (own.every(Boolean)) {
            return own;
        }
        const news = await this.ask({ pairs, offered: false });
        return news?.pinned ?? null;
    }
}
