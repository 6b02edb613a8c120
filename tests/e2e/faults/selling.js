// Sells baskets with the till's own code, as the payment screen does; says what it does.
(() => {
    // The till's clock: shifted from the first moment of the page on, timers are not.
    const Real = Date;
    const now = () => Real.now() + Number(globalThis.mdShift || 0);
    globalThis.Date = class extends Real {
        constructor(...words) {
            super(...(words.length ? words : [now()]));
        }
        static now() {
            return now();
        }
    };
    const shift = (ms) => {
        globalThis.mdShift = ms;
    };

    const say = (word, facts) => console.log(`md-fault ${JSON.stringify([word, facts])}`);
    const pause = (ms) => new Promise((done) => setTimeout(done, ms));
    const cents = (amount) => Math.round(amount * 100);

    function productOf(code) {
        return posmodel.models["product.product"].find((one) => one.default_code === code);
    }

    async function fill(lines) {
        posmodel.addNewOrder();
        for (const [code, qty, price, discount = 0] of lines) {
            const product = productOf(code);
            if (!product) {
                throw new Error(`no product ${code}`);
            }
            const values = { product_id: product, product_tmpl_id: product.product_tmpl_id };
            const line = { ...values, qty, price_unit: price, price_type: "manual" };
            await posmodel.addLineToCurrentOrder({ ...line, discount }, {}, false);
        }
        return posmodel.getOrder();
    }

    async function sell({ key, lines }) {
        const module = "@point_of_sale/app/utils/order_payment_validation";
        const Validation = odoo.loader.modules.get(module)[Symbol.for("default")];
        const order = await fill(lines);
        const { uuid } = order;
        order.addPaymentline(posmodel.config.payment_method_ids.find((one) => one.is_cash_count));
        const total = cents(order.priceIncl);
        say("begun", { key, uuid, total });
        const validation = new Validation({ pos: posmodel, orderUuid: uuid });
        await validation.validateOrder(true);
        if (posmodel.router.state.current === "ReceiptScreen") {
            say("shown", { key, uuid, total, reference: order.pos_reference });
            posmodel.orderDone(order);
        } else {
            say("stopped", { key, uuid, state: order.state });
        }
        return uuid;
    }

    // Baskets one after the other; the list of them may grow meanwhile.
    async function work(baskets, wait = 0) {
        for (const basket of baskets) {
            try {
                await sell(basket);
            } catch (error) {
                say("failed", { key: basket.key, error: String(error?.stack || error) });
            }
            await pause(wait);
        }
        say("done", {});
    }

    window.mdFaults = { sell, work, shift };
})();
