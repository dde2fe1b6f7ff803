// Before a photo comes its place shows its dominant colour and its blur. Attributes and not styles, which the content
// security policy forbids in pages; what a script sets it allows.

import { decode } from "./vendor/blurhash-2.0.5.js";

// Enough for at most nine by nine waves of colour, which the browser draws out smoothly.
const side = 32;
const canvas = document.createElement("canvas");
canvas.width = side;
canvas.height = side;
const drawing = canvas.getContext("2d");

function addressOf(blur) {
  drawing.putImageData(new ImageData(decode(blur, side, side), side, side), 0, 0);
  return canvas.toDataURL();
}

export function paintBlur(image) {
  const { blur, colour } = image.dataset;
  if (image.complete && image.naturalWidth) return;
  if (colour) image.style.backgroundColor = colour;
  if (blur) Object.assign(image.style, { backgroundImage: `url(${addressOf(blur)})`, backgroundSize: "100% 100%" });
}

// Else it would stand beside photos that do not fill their place.
document.addEventListener("load", ({ target }) => {
  if (target.matches("img[data-blur]")) Object.assign(target.style, { backgroundColor: "", backgroundImage: "" });
}, true);
