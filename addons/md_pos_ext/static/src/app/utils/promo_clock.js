/**
 * What time it is for the server, whatever the till's own clock says.
 *
 * The time at the last contact plus what `performance.now()` says has passed since. The
 * wall clock is only watched: a jump, or being far off, makes orders suspect. After a
 * reload without a server there is nothing but the wall clock since the last contact.
 */

export const JUMP = 2 * 60 * 1000; // ms between the two clocks that are no drift
export const FAR_OFF = 12 * 60 * 60 * 1000; // ms of a wall clock that nobody set

export class ServerClock {
    /** @param {Object} own {perf, wall}: functions to ms; `perf` never goes back */
    constructor(own) {
        this.own = own;
        this.offset = 0; // server less wall, as of the last contact
        this.known = false;
        this.jumped = false;
        this.settle(own.wall());
    }

    /** From here time goes by `perf`. */
    settle(time) {
        this.base = { time, perf: this.own.perf(), wall: this.own.wall() };
    }

    /** The server said its time; `asked`: `perf` when it was asked. */
    contact(time, asked = this.own.perf()) {
        this.settle(time + (this.own.perf() - asked) / 2);
        this.offset = this.base.time - this.base.wall;
        this.known = true;
        this.jumped = false;
    }

    /** Ms since 1970 on the server. */
    now() {
        return this.base.time + (this.own.perf() - this.base.perf);
    }

    /** Whether the two clocks went apart since the last contact; kept until the next. */
    watch() {
        const wall = this.own.wall() - this.base.wall;
        const perf = this.own.perf() - this.base.perf;
        this.jumped = this.jumped || Math.abs(wall - perf) > JUMP;
        return this.jumped;
    }

    /** Whether a price by the hour may be another than that of the moment. */
    get suspect() {
        return this.watch() || Math.abs(this.offset) >= FAR_OFF;
    }

    /** What to keep over a reload. */
    state() {
        return { offset: this.offset, seen: this.own.wall(), known: this.known };
    }

    /** After a reload: the wall clock is believed, unless it is before when it was last seen. */
    restore({ offset, seen, known }) {
        const wall = this.own.wall();
        this.offset = offset;
        this.known = known;
        this.settle(wall + offset);
        this.jumped = wall < seen - JUMP;
    }
}

/** An instant as the contract writes it. */
export function instantText(time) {
    return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

/** Ms until the next full minute. */
export function untilMinute(time) {
    return 60_000 - (Math.floor(time) % 60_000);
}
