/**
 * The first basket of the day is priced as fast as the others: while nobody does anything,
 * the engine is run over baskets of the till's own goods, so that the browser has compiled it.
 */
import { promotionsFor } from "@md_pos_ext/app/utils/promo_basket";
import { instantText } from "@md_pos_ext/app/utils/promo_clock";
import { evaluated } from "@md_pos_ext/app/utils/promo_solver";
import { sampleBasket } from "@md_pos_ext/app/utils/promo_warm";

const TURNS = 20;
const PATIENCE = 30_000; // ms after which a turn is taken though the till is busy
const ENOUGH = 3000; // ms of computing altogether, on a slow till

function whenIdle(work) {
    if (window.requestIdleCallback) {
        window.requestIdleCallback(work, { timeout: PATIENCE });
    } else {
        setTimeout(work, 500);
    }
}

/** Warm the engine up for what `desk` knows by now; a fault is left to real baskets. */
export function warmUp(desk) {
    const { book, currency, pos } = desk;
    const goods = pos.models["product.product"].getAll().map((product) => ({
        ...book.fact(product),
        price: Math.max(product.lst_price, 0),
    }));
    let spent = 0;
    const turn = (number) => {
        if (number === TURNS || spent > ENOUGH || !goods.length || !book.promotions.length) {
            return;
        }
        const began = performance.now();
        try {
            const basket = sampleBasket({ currency, place: book.place }, goods, number);
            const promotions = promotionsFor(book.promotions, basket);
            evaluated(basket, promotions, instantText(book.clock.now()));
        } catch {
            return;
        }
        spent += performance.now() - began;
        whenIdle(() => turn(number + 1));
    };
    whenIdle(() => turn(0));
}
