import { onWillUnmount } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { debounce } from "@web/core/utils/timing";

const CHANNEL = "md_live";
const CALM_MS = 250;

/**
 * Reload a view when the server says that records of its model changed.
 *
 * Bursts (a receipt of 50 lines) become one reload.
 *
 * @param {string} resModel model the view shows
 * @param {() => Promise<void>} reload
 * @param {() => boolean} isBusy true while the user edits or selects: then nothing moves
 */
export function useLiveReload(resModel, reload, isBusy) {
    const bus = useService("bus_service");
    let alive = true;
    const refresh = debounce(async () => {
        if (alive && !isBusy()) {
            await reload();
        }
    }, CALM_MS);
    const onMessage = ({ model }) => {
        if (model === resModel) {
            refresh();
        }
    };
    bus.subscribe(CHANNEL, onMessage);
    bus.start();
    onWillUnmount(() => {
        alive = false;
        refresh.cancel();
        bus.unsubscribe(CHANNEL, onMessage);
    });
}
