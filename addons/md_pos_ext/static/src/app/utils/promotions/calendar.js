/** When a promotion holds: local wall time of its zone, days and windows. */

import * as fields from "./fields.js";

const MINUTE = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/;
const ZONE = /^[A-Z][A-Za-z0-9_+-]*(\/[A-Z][A-Za-z0-9_+-]*)*$/;
const MIDNIGHT = 24 * 60;
const EPOCH = 719163; // 1970-01-01 counted from 0001-01-01, which is day 1
const LENGTH = 86400000; // of a day in milliseconds
const REMEMBERED = 512;
// The browser takes names of zones in any case; these words are not written like "Dhaka".
const WORDS = new Map(
    (
        "es of au IN ComodRivadavia DumontDUrville McMurdo DeNoronha EasterIsland BajaNorte " +
        "BajaSur ACT LHI NSW CET CST6CDT EET EST EST5EDT GMT GMT0 UCT UTC GB HST MET MST " +
        "MST7MDT NZ CHAT PRC PST8PDT ROC ROK US W SU WET"
    )
        .split(" ")
        .map((word) => [word.toLowerCase(), word])
);
// Names that browsers know and the time zone data do not.
const FOREIGN = new Set(["ACT", "US/Pacific-New"]);

export class Calendar {
    constructor(begins, ends, weekdays, windows, excepted, zone) {
        this.begins = begins;
        this.ends = ends;
        this.weekdays = weekdays;
        this.windows = windows;
        this.excepted = excepted;
        this.zone = zone;
        this.asked = "";
        this.answer = false;
        this.always = !(begins || ends || weekdays.size || windows.length || excepted.size);
    }

    /** Whether an instant lies within; the lines of a basket mostly ask for the same. */
    holds(at) {
        if (this.always) {
            return true;
        }
        if (this.asked !== at) {
            this.answer = this._holds(at);
            this.asked = at;
        }
        return this.answer;
    }

    _holds(at) {
        const { day, minute, text } = wallTime(at, this.zone);
        if (this.begins && text < this.begins) {
            return false;
        }
        if (this.ends && text >= this.ends) {
            return false;
        }
        if (!this.windows.length) {
            return this._dayCounts(day);
        }
        return this.windows.some((window) => this._within(window, day, minute));
    }

    _within([begin, end], day, minute) {
        if (begin < end) {
            return begin <= minute && minute < end && this._dayCounts(day);
        }
        if (minute >= begin) {
            return this._dayCounts(day);
        }
        // what is left of yesterday's window belongs to yesterday
        return minute < end && this._dayCounts(day - 1);
    }

    _dayCounts(ordinal) {
        if (ordinal < 1) {
            return false;
        }
        if (this.weekdays.size && !this.weekdays.has((ordinal + 6) % 7)) {
            return false;
        }
        if (!this.excepted.size) {
            return true;
        }
        const day = new Date((ordinal - EPOCH) * LENGTH).toISOString().slice(0, 10);
        return !this.excepted.has(day);
    }
}

function remembered(cache, key, make) {
    let found = cache.get(key);
    if (found === undefined) {
        if (cache.size >= REMEMBERED) {
            cache.clear();
        }
        found = make();
        cache.set(key, found);
    }
    return found;
}

const times = new Map();
const formats = new Map();

export function wallTime(at, zone) {
    return remembered(times, `${at} ${zone}`, () => {
        const instant = Date.parse(at);
        let local = zone === "UTC" ? instant : localTime(instant, zone);
        // at the very ends of the calendar
        if (local === null) {
            local = instant;
        }
        const text = new Date(local).toISOString().slice(0, 16);
        const day = Math.floor(local / LENGTH);
        const minute = Math.floor((local - day * LENGTH) / 60000);
        return { day: day + EPOCH, minute, text };
    });
}

/** Milliseconds of the wall clock, to the minute, as if it were UTC; null: no such year. */
function localTime(instant, zone) {
    const parts = {};
    for (const { type, value } of format(zone).formatToParts(instant)) {
        parts[type] = value;
    }
    const [year, month] = [Number(parts.year), Number(parts.month)];
    if (parts.era.startsWith("B") || year > 9999) {
        return null;
    }
    const day = new Date(0);
    day.setUTCFullYear(year, month - 1, Number(parts.day));
    return day.getTime() + (Number(parts.hour) * 60 + Number(parts.minute)) * 60000;
}

function format(zone) {
    return remembered(
        formats,
        zone,
        () =>
            new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
                timeZone: zone,
                hourCycle: "h23",
                era: "short",
                year: "numeric",
                month: "numeric",
                day: "numeric",
                hour: "numeric",
                minute: "numeric",
            })
    );
}

export function readCalendar(holder, above) {
    const value = fields.sub(holder, "active", above);
    const path = `${above}.active`;
    const begins = readMoment(value, "from", path);
    const ends = readMoment(value, "to", path);
    const weekdays = fields
        .items(value, "weekdays", path)
        .map((day, n) => readWeekday(day, `${path}.weekdays[${n}]`));
    const windows = fields
        .items(value, "windows", path)
        .map((window, n) => readWindow(window, `${path}.windows[${n}]`));
    const excepted = fields
        .items(value, "except", path)
        .map((day, n) => readDay(day, `${path}.except[${n}]`));
    const zone = readZone(value, path);
    return new Calendar(begins, ends, new Set(weekdays), windows, new Set(excepted), zone);
}

function readMoment(value, key, path) {
    const text = value[key];
    if (!fields.given(text)) {
        return null;
    }
    const right =
        typeof text === "string" &&
        MINUTE.test(text) &&
        fields.dayExists(text.slice(0, 10)) &&
        fields.timeExists(text.slice(11));
    if (!right) {
        throw fields.fault(`${path}.${key}`, "must be a time like 2026-11-01T00:00");
    }
    return text;
}

function readWeekday(value, path) {
    const day = fields.whole(value, path, 0);
    if (day > 6) {
        throw fields.fault(path, "must be 0 (Monday) to 6");
    }
    return day;
}

function readWindow(value, path) {
    if (!Array.isArray(value) || value.length !== 2) {
        throw fields.fault(path, "must be a start and an end");
    }
    const begin = readClock(value[0], `${path}[0]`);
    const end = readClock(value[1], `${path}[1]`, true);
    if (begin === end) {
        throw fields.fault(path, "ends when it starts");
    }
    return [begin, end];
}

function readClock(value, path, end = false) {
    if (end && value === "24:00") {
        return MIDNIGHT;
    }
    const found = typeof value === "string" ? CLOCK.exec(value) : null;
    if (!found) {
        throw fields.fault(path, "must be a time like 22:00");
    }
    return Number(found[1]) * 60 + Number(found[2]);
}

function readDay(value, path) {
    if (typeof value !== "string" || !DAY.test(value)) {
        throw fields.fault(path, "must be a date like 2026-12-16");
    }
    if (!fields.dayExists(value)) {
        throw fields.fault(path, "is no date");
    }
    return value;
}

const zones = new Map();

export function zoneExists(name) {
    return remembered(zones, name, () => {
        if (!ZONE.test(name) || FOREIGN.has(name) || !name.split(/[/_+-]/).every(wellWritten)) {
            return false;
        }
        try {
            format(name);
        } catch {
            return false;
        }
        return true;
    });
}

function wellWritten(word) {
    const known = WORDS.get(word.toLowerCase());
    return known === undefined ? /^([A-Z][a-z]+|[0-9]+)$/.test(word) : known === word;
}

function readZone(value, path) {
    const name = fields.optionalText(value, "tz", path);
    if (name === null) {
        return "UTC";
    }
    if (!zoneExists(name)) {
        throw fields.fault(`${path}.tz`, "is no time zone");
    }
    return name;
}
