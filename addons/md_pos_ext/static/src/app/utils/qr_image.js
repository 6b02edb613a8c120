import { generateQRCodeDataUrl } from "@point_of_sale/utils";

const HEAD = "data:image/svg+xml;base64,";

/** The picture of a code, `wide` pixels, without hairs between its squares. */
export function qrImage(text, wide) {
    const url = generateQRCodeDataUrl(text, { width: wide, height: wide });
    const drawing = atob(url.slice(HEAD.length));
    return HEAD + btoa(drawing.replace("<svg ", '<svg shape-rendering="crispEdges" '));
}
