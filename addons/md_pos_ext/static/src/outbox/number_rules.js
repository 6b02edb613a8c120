/** Which receipt number is next, and when to ask for more: pure decisions. */

const DIGITS = 6;
/** With less than this share of a block left more are asked for. */
export const REFILL = 0.2;
/** Without a server the cashier is told at this share. */
export const LOW = 0.05;

/** A number as it is printed. */
export function written(form, serial) {
    return form.replace("{number}", String(serial).padStart(DIGITS, "0"));
}

/** The financial year of a moment; of a clock that is far off, the one last told. */
export function yearAt(years, now) {
    const found = years.find((year) => year.starts <= now && now < year.ends);
    return (found || years[0])?.name || "";
}

function ofYear(blocks, year) {
    return blocks.filter((block) => block.year === year).sort((a, b) => a.first - b.first);
}

/** How many numbers of a year are left. */
export function left(blocks, year) {
    return ofYear(blocks, year).reduce((sum, block) => sum + block.last - block.next + 1, 0);
}

/**
 * The next number, null when none is left.
 * @returns {{block: number, serial: number, year: string, number: string}|null}
 */
export function next(blocks, years, now) {
    const [block] = ofYear(blocks, yearAt(years, now)).filter((one) => one.next <= one.last);
    if (!block) {
        return null;
    }
    const { id, form, next: serial, year } = block;
    return { block: id, serial, year, number: written(form, serial) };
}

/** Which year more numbers are asked for: "this", "next" or "" for none. */
export function wanted(blocks, { years = [], size = 0, soon = false } = {}) {
    if (!years.length || left(blocks, years[0].name) < size * REFILL) {
        return "this";
    }
    const [, following] = years;
    return soon && left(blocks, following.name) < size * REFILL ? "next" : "";
}

/** What a screen shows of it. */
export function summary(blocks, { years = [], size = 0 } = {}, now = 0) {
    const many = left(blocks, yearAt(years, now));
    return { left: many, low: many < size * LOW, out: !many };
}
