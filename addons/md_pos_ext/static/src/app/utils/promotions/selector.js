/** Which lines a part of a promotion means. */

import * as fields from "./fields.js";
import { ascending } from "./integers.js";

const KEYS = ["skus", "tags_any", "tags_all", "not_tags"];
const SPOKEN = ["any", ...KEYS, "price_min", "price_max"];

function meet(some, others) {
    for (const one of some) {
        if (others.has(one)) {
            return true;
        }
    }
    return false;
}

function within(some, others) {
    for (const one of some) {
        if (!others.has(one)) {
            return false;
        }
    }
    return true;
}

export class Selector {
    constructor(parts, priceMin, priceMax, raw) {
        [this.skus, this.tagsAny, this.tagsAll, this.notTags] = parts;
        this.priceMin = priceMin;
        this.priceMax = priceMax;
        this.raw = raw;
    }

    matches(line) {
        return (
            (!this.skus.size || this.skus.has(line.sku)) &&
            (!this.tagsAny.size || meet(this.tagsAny, line.tags)) &&
            within(this.tagsAll, line.tags) &&
            !meet(this.notTags, line.tags) &&
            (this.priceMin === null || line.price >= this.priceMin) &&
            (this.priceMax === null || line.price <= this.priceMax)
        );
    }
}

export function readSelector(holder, key, above, digits) {
    const value = fields.required(holder, key, above);
    const path = `${above}.${key}`;
    fields.mapping(value, path);
    const anyLine = fields.flag(value, "any", path);
    const parts = KEYS.map((name) => new Set(fields.texts(value, name, path)));
    const priceMin = fields.optionalMoney(value, "price_min", path, digits);
    const priceMax = fields.optionalMoney(value, "price_max", path, digits);
    const some = parts.some((part) => part.size) || priceMin !== null || priceMax !== null;
    if (!anyLine && !some) {
        throw fields.fault(path, "selects nothing in particular");
    }
    const spoken = SPOKEN.filter((name) => name in value);
    const raw = Object.fromEntries(spoken.map((name) => [name, value[name]]));
    return new Selector(parts, priceMin, priceMax, raw);
}

export function skuSelector(sku) {
    const parts = [new Set([sku]), new Set(), new Set(), new Set()];
    return new Selector(parts, null, null, { skus: [sku] });
}

export class Index {
    constructor(lines) {
        this.lines = lines;
        this.bySku = new Map();
        this.byTag = new Map();
        this.ofIndex = new Map();
        for (const line of lines) {
            note(this.bySku, line.sku, line.index);
            for (const tag of line.tags) {
                note(this.byTag, tag, line.index);
            }
            this.ofIndex.set(line.index, line);
        }
    }

    find(selector) {
        let found;
        if (selector.skus.size) {
            found = union(this.bySku, selector.skus);
        } else if (selector.tagsAny.size) {
            found = union(this.byTag, selector.tagsAny);
        } else {
            found = this.lines.map((line) => line.index);
        }
        return found.filter((number) => selector.matches(this.ofIndex.get(number)));
    }
}

function note(index, key, number) {
    const found = index.get(key);
    if (found) {
        found.push(number);
    } else {
        index.set(key, [number]);
    }
}

function union(index, keys) {
    if (keys.size === 1) {
        const [key] = keys;
        return index.get(key) ?? [];
    }
    const found = new Set();
    for (const key of keys) {
        for (const number of index.get(key) ?? []) {
            found.add(number);
        }
    }
    return [...found].sort(ascending);
}
