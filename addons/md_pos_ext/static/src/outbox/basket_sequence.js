/** A device's number, and that of its next basket, outlive the browser's sudden end. */
import DeviceIdentifierSequence from "@point_of_sale/app/utils/devices_identifier_sequence";
import { patch } from "@web/core/utils/patch";
import { recall, remember } from "@md_pos_ext/outbox/start_store";

/** Which of two is later; of another device, the one that the local storage has. */
export function later(local, kept) {
    if (!local || !kept) {
        return local || kept;
    }
    const same = local.device_identifier === kept.device_identifier;
    return same && kept.next_number > local.next_number ? kept : local;
}

patch(DeviceIdentifierSequence.prototype, {
    get mdKey() {
        return DeviceIdentifierSequence.uniqueDeviceIdentifierKey;
    },

    async initialize() {
        const kept = await recall(this.mdKey);
        const found = later(this.data, kept);
        if (found) {
            localStorage.setItem(this.mdKey, JSON.stringify(found));
        }
        await super.initialize(...arguments);
        await this.mdKeep();
    },

    save() {
        super.save(...arguments);
        this.mdKeep();
    },

    mdKeep() {
        // as text and back: what a reactive object gives is a proxy, which no disk takes
        const data = JSON.parse(localStorage.getItem(this.mdKey));
        return remember(this.mdKey, data);
    },
});
