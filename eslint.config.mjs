import js from "@eslint/js";
import globals from "globals";

const size = {
    complexity: ["error", 12],
    "max-lines": ["error", { max: 300, skipComments: true }],
    "max-lines-per-function": ["error", { max: 60, skipComments: true }],
};

const style = {
    eqeqeq: "error",
    curly: "error",
    "no-var": "error",
    "prefer-const": "error",
};

export default [
    { ignores: [".stack/", ".venv/", "node_modules/", "addons/*/static/lib/"] },
    js.configs.recommended,
    {
        files: ["addons/*/static/**/*.js"],
        languageOptions: {
            ecmaVersion: 2024,
            sourceType: "module",
            globals: { ...globals.browser, odoo: "readonly", luxon: "readonly" },
        },
        rules: { ...size, ...style, "no-restricted-globals": ["error", "event", "self"] },
    },
    {
        // A suite is one describe() callback: its length is the file's, not a function's.
        files: ["addons/*/static/tests/**/*.js"],
        rules: { "max-lines-per-function": "off" },
    },
    {
        // What journeys run in the till's page.
        files: ["tests/e2e/**/*.js"],
        languageOptions: {
            ecmaVersion: 2024,
            sourceType: "script",
            globals: { ...globals.browser, odoo: "readonly", posmodel: "readonly" },
        },
        rules: { ...size, ...style },
    },
    {
        files: ["tests/**/*.mjs", "*.mjs"],
        languageOptions: {
            ecmaVersion: 2024,
            sourceType: "module",
            globals: { ...globals.node },
        },
        rules: { ...size, ...style },
    },
];
