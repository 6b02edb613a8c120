// ZPL texts of a job file as PNG files beside it: 0.png, 1.png, ...
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { argv, exit } from "node:process";
import { Buffer } from "node:buffer";
import { ready } from "zpl-renderer-js";

const job = argv[2];
const { api } = await ready;
for (const [number, page] of JSON.parse(readFileSync(job, "utf-8")).entries()) {
    const { zpl, width, height, dpmm } = page;
    const png = await api.zplToBase64Async(zpl, width, height, dpmm);
    writeFileSync(join(dirname(job), `${number}.png`), Buffer.from(png, "base64"));
}
exit(0);
