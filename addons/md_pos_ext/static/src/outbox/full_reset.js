/** Core's way out of an error empties the browser; receipts that only it has stay. */
import { CriticalPOSError } from "@point_of_sale/app/components/loader/critical_pos_error/critical_pos_error";
import { patch } from "@web/core/utils/patch";

const OURS = /^md-(outbox-|device)/;

patch(CriticalPOSError.prototype, {
    /** Core deletes all databases that the browser names: ours are not named. */
    async fullReset() {
        const factory = window.indexedDB;
        const listed = factory.databases;
        if (listed) {
            factory.databases = async () => {
                const found = await listed.call(factory);
                return found.filter(({ name }) => !OURS.test(name));
            };
        }
        try {
            return await super.fullReset(...arguments);
        } finally {
            delete factory.databases; // the browser's own is behind it
        }
    },
});
