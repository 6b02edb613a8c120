/** A till says which browser it is open in; in one that is removed it does not open. */
import { browserName, deviceId } from "@md_pos_ext/outbox/device";
import { DeviceWatch } from "@md_pos_ext/outbox/device_watch";
import { NumberStore } from "@md_pos_ext/outbox/number_store";
import { forgetter, teller } from "@md_pos_ext/outbox/server";
import { databaseName, OutboxStore } from "@md_pos_ext/outbox/store";
import { vault } from "@md_pos_ext/outbox/vault";
import { hear, isMarked, mark, PAGE, say, stay } from "@md_pos_ext/outbox/windows";
import { PosData } from "@point_of_sale/app/services/data_service";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { user } from "@web/core/user";
import { patch } from "@web/core/utils/patch";
import { markRaw } from "@odoo/owl";

const NEWS = "MD_DEVICES"; // from the server: some device of this till was removed
const OFTEN = 60000; // ms
const SENT = 5000; // ms after which the server knows that nothing waits any more
const AT_START = 2000; // ms for which the till waits to hear whether it may open
const NEVER = new Promise(() => {});

/** Facts of this browser for the server; without a disk it has no key. */
async function facts() {
    const store = new OutboxStore(databaseName(odoo.info?.db, odoo.pos_config_id));
    try {
        const device = await deviceId(new NumberStore(store));
        const sealed = Boolean(await vault().catch(() => null));
        return { device, sealed, browser: browserName() };
    } catch {
        return { device: "", sealed: false, browser: browserName() };
    } finally {
        store.close();
    }
}

function leave() {
    // core asks whether to stay while it believes that there is no server
    const silent = (ev) => ev.stopImmediatePropagation();
    window.addEventListener("beforeunload", silent, { capture: true });
    mark(true);
    say("leave");
    window.location.replace(PAGE);
}

/** Whether the server says in time that this browser is removed. */
async function isRemoved(told) {
    if (!told.device || !navigator.onLine) {
        return false;
    }
    const asked = teller(odoo.pos_config_id)(told).catch(() => ({}));
    const late = new Promise((done) => setTimeout(done, AT_START, {}));
    return Boolean((await Promise.race([asked, late])).removed);
}

patch(PosData.prototype, {
    /** A removed browser shows no till; what it loads says which one it is. */
    async setup() {
        if (isMarked()) {
            leave();
            await NEVER;
        }
        stay();
        this.mdDevice = await facts();
        user.updateContext({ md_device: this.mdDevice.device });
        if (await isRemoved(this.mdDevice)) {
            leave();
            await NEVER;
        }
        return super.setup(...arguments);
    },
});

patch(PosStore.prototype, {
    /** From now on the server hears of this browser, and it of the server. */
    mdWatchDevice(data) {
        const ask = teller(odoo.pos_config_id);
        const { mdOutbox: outbox } = this;
        const watch = new DeviceWatch({ outbox, ask, leave, facts: data.mdDevice });
        this.mdWatch = markRaw(watch);
        hear((word) => word === "leave" && !watch.leaving && watch.goodbye());
        const tell = () => watch.tell();
        setInterval(tell, OFTEN);
        setInterval(() => watch.look(), SENT);
        window.addEventListener("online", tell);
        window.addEventListener("pos-network-online", tell);
        data.connectWebSocket(NEWS, tell);
        tell();
    },

    /**
     * A manager removes this browser, and it goes.
     * @throws {RPCError|ConnectionLostError} why it was not removed
     */
    async mdForgetDevice(reason) {
        await forgetter(odoo.pos_config_id)({ ...this.mdWatch.told, reason });
        await this.mdWatch.goodbye();
    },
});
