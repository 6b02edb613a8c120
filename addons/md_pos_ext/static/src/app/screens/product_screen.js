import { bare, elements, measured, spellings } from "@md_pos_ext/app/utils/barcodes";
import { codeWords } from "@md_pos_ext/app/services/promo_code_words";
import { isCoupon } from "@md_pos_ext/app/utils/coupons";
import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";
import { ConnectionLostError } from "@web/core/network/rpc";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

const EMBEDDED = ["weight", "quantity", "price"];

/**
 * Any barcode of a product or packaging is found, also of products that are not loaded:
 * further ones, numbers however long they are written, weights and prices in the code,
 * GS1 element strings with lot, expiry and weight.
 *
 * A code that somebody owns is that product, whatever a rule of the nomenclature makes
 * of its first digits.
 */
patch(ProductScreen.prototype, {
    async _barcodeProductAction(code) {
        return isCoupon(code.code) ? this._mdCoupon(code.code) : this._mdGoods(code);
    },

    async _mdGoods(code) {
        const text = bare(code.code);
        const embedded = EMBEDDED.includes(code.type);
        // an article's own barcode has zeros for the value: nothing of it, as in core
        const nothing = embedded && code.base_code === text;
        const says = elements(text);
        const base = embedded ? code.base_code : null;
        const own = nothing ? null : this._mdOwner(text);
        const found = own || (await this._mdSearch([text, base, says?.gtin]));
        if (!found) {
            return this._mdUnknown(code);
        }
        if (nothing || (embedded && found.code === base)) {
            return this._mdAddValued(found, code);
        }
        return this._mdAdd(found, found.code === says?.gtin ? says : {});
    },

    async _barcodeGS1Action(parsed) {
        const value = (type) => parsed.find((element) => element.type === type);
        const product = value("product");
        const found = await this._mdSearch([product.base_code]);
        if (!found) {
            return this._mdUnknown(product);
        }
        const says = { lot: value("lot")?.value, expiry: this._mdDay(value("expiration_date")) };
        const quantity = value("quantity");
        const unit = quantity?.rule?.associated_uom_id;
        if (unit && found.product.uom_id?.id === unit[0]) {
            says.count = quantity.value;
        }
        return this._mdAdd(found, says);
    },

    async _barcodePartnerAction(code) {
        const known = this._mdOwner(code.code);
        const partner = !known && (await this._getPartnerByBarcode(code));
        const own = known || (!partner && (await this._mdSearch([code.code])));
        return own ? this._mdAdd(own, {}) : super._barcodePartnerAction(code);
    },

    async _barcodeDiscountAction(code) {
        const own = await this._mdSearch([code.code]);
        return own ? this._mdAdd(own, {}) : super._barcodeDiscountAction(code);
    },

    loadProductFromDBDomain(searchProductWord) {
        return super
            .loadProductFromDBDomain(searchProductWord)
            .map((term) => (term[0] === "barcode" ? ["md_any_barcode", term[1], term[2]] : term));
    },

    async _mdCoupon(text) {
        const problem = await this.pos.mdPromo.codes.add(this.currentOrder, text);
        if (problem) {
            this.sound.play("error");
            this.notification.add(codeWords(problem), { type: "danger", sticky: true });
        }
    },

    _mdUnknown(code) {
        this.sound.play("error");
        this.barcodeReader.showNotFoundNotification(code);
    },

    _mdDay(element) {
        return element?.value instanceof Date
            ? luxon.DateTime.fromJSDate(element.value).toISODate()
            : "";
    },

    /** {product, quantity, code} of who owns a code, as far as it is loaded. */
    _mdOwner(code) {
        const models = this.pos.models;
        for (const text of spellings(code)) {
            const product = models["product.product"].getBy("barcode", text);
            if (product) {
                return { product, quantity: 1, code };
            }
            const packaging = models["product.uom"].getBy("barcode", text);
            if (packaging?.product_id) {
                const own = packaging.product_id.product_tmpl_id.uom_id.factor;
                const quantity = packaging.uom_id.factor / own;
                return { product: packaging.product_id, quantity, code };
            }
            const further = models["md.product.barcode"]?.getBy("code", text);
            if (further?.product_id) {
                return { product: further.product_id, quantity: further.quantity, code };
            }
        }
        return null;
    },

    /** Who owns one of the codes, the first first; who is not loaded is, if there is a server. */
    async _mdSearch(codes) {
        const known = [...new Set(codes.filter(Boolean))];
        const owner = () => known.map((code) => this._mdOwner(code)).find(Boolean);
        if (!owner()) {
            const texts = known.flatMap(spellings);
            try {
                await this.pos.loadNewProducts([["md_any_barcode", "in", texts]]);
            } catch (error) {
                if (!(error instanceof ConnectionLostError)) {
                    throw error;
                }
            }
        }
        return owner();
    },

    /** A line for goods with a weight or price in their code. */
    _mdAddValued(found, code) {
        if (code.type === "price" && code.value && found.product.to_weight) {
            return this._mdAdd(found, { price: code.value });
        }
        return this._mdAddLine(found.product, {}, { code });
    },

    /** A line for goods, and what their code says of them. */
    async _mdAdd({ product, quantity }, says) {
        const vals = {};
        const sign = this.currentOrder.preset_id?.is_return ? -1 : 1;
        const amount = this._mdQuantity(product, says) || quantity;
        if (amount !== 1) {
            vals.qty = sign * amount;
        }
        if (says.price) {
            Object.assign(vals, this._mdPriced(product, says.price, sign));
        }
        const options = { presetVariant: product };
        const lot = product.tracking === "serial" ? says.serial || says.lot : says.lot;
        if (lot) {
            options.code = { type: "lot", code: lot, base_code: product.barcode };
        }
        if (says.expiry && says.expiry < luxon.DateTime.now().toISODate()) {
            this._mdExpired(product, says.expiry);
        }
        return this._mdAddLine(product, vals, options);
    },

    async _mdAddLine(product, vals, options) {
        const goods = { product_id: product, product_tmpl_id: product.product_tmpl_id };
        const configure = options.code?.type === "lot" || product.needToConfigure();
        await this.pos.addLineToCurrentOrder({ ...goods, ...vals }, options, configure);
        this.numberBuffer.reset();
        this.showOptionalProductPopupIfNeeded(product);
    },

    /** How much of it, in its own unit, element strings say; 0 when they do not. */
    _mdQuantity(product, says) {
        if (says.count) {
            return says.count;
        }
        const measure = says.measure && this._mdUnit(says.unit);
        return measure ? (says.measure * measure.factor) / product.uom_id.factor : 0;
    },

    _mdUnit(unit) {
        return this.pos.models["uom.uom"].find((one) => one.md_measure === unit);
    },

    /** Quantity and price of a unit so that the line costs what the label says. */
    _mdPriced(product, total, sign) {
        const digits = (name) =>
            this.pos.models["decimal.precision"].find((one) => one.name === name).digits;
        const list = this.currentOrder.pricelist_id;
        const price = product.getPrice(list, 1, 0, false, product);
        const split = measured(
            total,
            price,
            digits("Product Unit"),
            digits("Product Price"),
            this.pos.currency.decimal_places
        );
        if (!split) {
            return { price_unit: total };
        }
        const own = split.price === price ? {} : { price_unit: split.price };
        return { qty: sign * split.quantity, ...own };
    },

    _mdExpired(product, expiry) {
        this.sound.play("error");
        this.notification.add(
            _t("%(product)s has expired on %(day)s. Take it off the shelf.", {
                product: product.display_name,
                day: expiry,
            }),
            { type: "danger", sticky: true }
        );
    },
});
