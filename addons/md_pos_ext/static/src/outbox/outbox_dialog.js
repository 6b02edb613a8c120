import { fileName } from "@md_pos_ext/outbox/file";
import { age, loadedWords, stateWords } from "@md_pos_ext/outbox/outbox_words";
import { save } from "@md_pos_ext/outbox/save_file";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { Component, useRef, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** The receipts that wait: send them, save them to a file, read a file in. */
export class OutboxDialog extends Component {
    static template = "md_pos_ext.OutboxDialog";
    static components = { Dialog };
    static props = { close: Function };

    setup() {
        this.pos = usePos();
        this.outbox = useState(this.pos.mdOutbox.state);
        this.numbers = useState(this.pos.mdOutbox.numbers.state);
        this.state = useState({ said: "" });
        this.file = useRef("file");
    }

    get rows() {
        const now = Date.now();
        return this.outbox.entries.map((entry) => ({
            uuid: entry.uuid,
            reference: entry.claim?.number || entry.reference || entry.uuid.slice(0, 8),
            age: age(now - entry.created),
            amount: entry.amount || "",
            user: entry.user || "",
            state: stateWords(entry),
            stuck: entry.state !== "waiting",
            error: entry.error,
        }));
    }

    get room() {
        const { left } = this.outbox.room;
        return left === null ? "" : _t("%s MB left on this device", Math.floor(left / 2 ** 20));
    }

    async retry() {
        this.state.said = "";
        const { mdOutbox: outbox } = this.pos;
        await outbox.start();
        const empty = await outbox.drain({ all: true });
        this.state.said = empty
            ? _t("All that could be sent is on the server.")
            : _t("The server does not take them yet. The till goes on trying.");
    }

    export() {
        const { mdOutbox: outbox, config } = this.pos;
        save(fileName(config.name, Date.now()), outbox.text());
    }

    async import(ev) {
        const [file] = ev.target.files;
        if (file) {
            const { mdOutbox: outbox } = this.pos;
            try {
                this.state.said = loadedWords(await outbox.load(await file.text()));
            } catch (error) {
                this.state.said = _t("The file could not be kept: %s", error.message);
            }
            ev.target.value = "";
        }
    }
}
