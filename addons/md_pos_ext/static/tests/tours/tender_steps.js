const inDialog = ".modal:not(.o_inactive_modal) ";

/** Steps of the dialog that asks for a transaction id. */
export const Tender = {
    ask: () => ({ content: "ask", trigger: ".md-tender-ask", run: "click" }),
    type: (id, payer = "") => [
        {
            content: `type ${id}`,
            trigger: `${inDialog}.md-tender-id`,
            run: `edit ${id}`,
        },
        ...(payer
            ? [{ content: "payer", trigger: `${inDialog}.md-tender-payer`, run: `edit ${payer}` }]
            : []),
        { content: "confirm", trigger: `${inDialog}.md-tender-confirm`, run: "click" },
    ],
    refused: (words) => ({
        content: `refused: ${words}`,
        trigger: `${inDialog}.md-tender-error:contains("${words}")`,
    }),
    taken: (id) => ({
        content: `${id} is taken`,
        trigger: `body:not(:has(.md-tender-dialog)) .md-tender-taken:contains("${id}")`,
    }),
    says: (words) => ({
        content: `the till says ${words}`,
        trigger: `${inDialog}.modal-body:contains("${words}")`,
    }),
    ok: () => ({ content: "ok", trigger: `${inDialog}.modal-footer .btn-primary`, run: "click" }),
    left: (tender, amount) => ({
        content: `${amount} left on ${tender}`,
        trigger: `.md-tender-row:contains("${tender}"):contains("${amount}")`,
    }),
};
