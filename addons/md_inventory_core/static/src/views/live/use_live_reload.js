import { onWillDestroy } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { useService } from "@web/core/utils/hooks";

const CHANNEL = "md_live";
const WAIT_MS = 250;

/**
 * Reload a view when the server says that records of its model changed.
 *
 * A burst (a receipt of 50 lines) becomes one reload, and a shop that never rests still
 * reloads every WAIT_MS. What happens while the user is busy shows when they are done.
 *
 * @param {string} resModel model the view shows
 * @param {() => Promise<void>} reload
 * @param {() => boolean} isBusy true while the user edits or selects: then nothing moves
 */
export function useLiveReload(resModel, reload, isBusy) {
    const bus = useService("bus_service");
    let timer = null;
    const waitAndReload = () => {
        timer ??= browser.setTimeout(async () => {
            timer = null;
            if (isBusy()) {
                waitAndReload();
            } else {
                await reload();
            }
        }, WAIT_MS);
    };
    const onMessage = ({ model }) => {
        if (model === resModel) {
            waitAndReload();
        }
    };
    bus.subscribe(CHANNEL, onMessage);
    bus.start();
    // Not onWillUnmount: a view that is left before it is on the screen never is mounted.
    onWillDestroy(() => {
        browser.clearTimeout(timer);
        bus.unsubscribe(CHANNEL, onMessage);
    });
}
