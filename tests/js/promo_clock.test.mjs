import assert from "node:assert/strict";
import { describe, it } from "node:test";

import {
    ServerClock,
    instantText,
    untilMinute,
} from "../../addons/md_pos_ext/static/src/app/utils/promo_clock.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NOON = Date.UTC(2026, 10, 22, 12);

/** Two clocks that a test moves. */
function clocks(wall = NOON) {
    const own = { perfNow: 1000, wallNow: wall };
    const clock = new ServerClock({ perf: () => own.perfNow, wall: () => own.wallNow });
    const pass = (ms, wallMs = ms) => {
        own.perfNow += ms;
        own.wallNow += wallMs;
    };
    return { clock, own, pass };
}

describe("the server's clock at the till", () => {
    it("a till that is 4 minutes slow starts the happy hour in time (E7)", () => {
        const { clock, pass } = clocks(Date.UTC(2026, 10, 22, 16, 50));
        clock.contact(Date.UTC(2026, 10, 22, 16, 54));
        pass(8 * MINUTE);
        assert.equal(instantText(clock.now()), "2026-11-22T17:02:00Z");
        assert.equal(clock.suspect, false);
    });

    it("half of the way to the server and back is added", () => {
        const { clock, own, pass } = clocks();
        const asked = own.perfNow;
        pass(400);
        clock.contact(NOON, asked);
        assert.equal(clock.now(), NOON + 200);
    });

    it("time goes on when somebody sets the wall clock, but is suspect", () => {
        const { clock, pass } = clocks();
        clock.contact(NOON);
        pass(MINUTE, -3 * 60 * MINUTE);
        assert.equal(clock.now(), NOON + MINUTE);
        assert.equal(clock.suspect, true);
        pass(MINUTE, 3 * 60 * MINUTE + 3 * MINUTE);
        assert.equal(clock.suspect, true, "until the server says the time again");
        clock.contact(NOON + 2 * MINUTE);
        assert.equal(clock.suspect, false);
    });
});

describe("clocks that are off", () => {
    it("drift below two minutes is no jump", () => {
        const { clock, pass } = clocks();
        clock.contact(NOON);
        pass(DAY, DAY + 119_000);
        assert.equal(clock.suspect, false);
        pass(0, 2000);
        assert.equal(clock.suspect, true);
    });

    it("a clock that is off by a day is right, and suspect", () => {
        const { clock } = clocks(NOON - DAY);
        clock.contact(NOON);
        assert.equal(clock.now(), NOON);
        assert.equal(clock.suspect, true);
    });

    it("after a reload offline time goes on from what was learned", () => {
        const first = clocks(NOON - 4 * MINUTE);
        first.clock.contact(NOON);
        const kept = first.clock.state();
        const later = clocks(NOON + MINUTE);
        later.clock.restore(kept);
        assert.equal(later.clock.now(), NOON + 5 * MINUTE);
        assert.equal(later.clock.suspect, false);
        const before = clocks(NOON - 60 * MINUTE);
        before.clock.restore(kept);
        assert.equal(before.clock.suspect, true, "the wall clock went back");
    });

    it("the next full minute", () => {
        assert.equal(untilMinute(NOON), MINUTE);
        assert.equal(untilMinute(NOON + 1), MINUTE - 1);
        assert.equal(untilMinute(NOON + 59_999.5), 1);
    });
});
