/** The page of a removed device: what it says, and how often it tries. */
import { fileName } from "../outbox/file.js";
import { save } from "../outbox/save_file.js";
import { hear } from "../outbox/windows.js";
import { Belongings } from "./belongings.js";
import { Removal } from "./removal.js";
import { Server } from "./server.js";

const AGAIN = 5000; // ms; a person may be standing before it
const OVER = ["wiped", "staying"];

const { body } = document;
const belongings = new Belongings(body.dataset.database);
const removal = new Removal({ belongings, server: new Server() });
let running = false;
let timer = null;

/** In the words of the page; what the server says in its own. */
function wordsOf({ error, kind }) {
    const words = document.querySelector(`.words-${kind || "none"}`);
    return words ? words.textContent : error;
}

function show(found) {
    document.querySelectorAll(".count").forEach((place) => {
        place.textContent = found.count;
    });
    document.querySelectorAll(".error").forEach((place) => {
        place.textContent = wordsOf(found);
    });
    body.dataset.count = found.count;
    body.dataset.kind = found.kind;
    body.dataset.state = found.state;
}

async function go() {
    clearTimeout(timer);
    if (running || OVER.includes(body.dataset.state)) {
        return;
    }
    running = true;
    document.querySelectorAll(".now").forEach((button) => {
        button.disabled = true;
    });
    show(await removal.round());
    document.querySelectorAll(".now").forEach((button) => {
        button.disabled = false;
    });
    running = false;
    if (!OVER.includes(body.dataset.state)) {
        timer = setTimeout(go, AGAIN);
    }
}

document.querySelectorAll(".now").forEach((button) => button.addEventListener("click", go));
document.querySelectorAll(".save").forEach((button) =>
    button.addEventListener("click", async () => {
        save(fileName(document.title, Date.now()), await removal.file());
    })
);
window.addEventListener("online", go);
hear((word) => {
    if (word === "wiped") {
        clearTimeout(timer);
        show({ state: "wiped", count: 0, error: "", kind: "" });
    }
});
go();
