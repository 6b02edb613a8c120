/**
 * Promotions: the best deal of a basket, at a till without a server.
 *
 * [!] Twin of md_inventory_core/lib/promotions: same files, same functions, same result to
 * the byte (tests/vectors/promotions). What a function means is said there; here is only
 * said what JavaScript needs beside. The contract is docs/promotions.md.
 */

import { canonical } from "./promotions/canonical.js";
import { evaluate } from "./promotions/engine.js";
import { refund } from "./promotions/refund.js";

export { canonical, evaluate, refund };
