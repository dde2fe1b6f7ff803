// The frame over the photo: dragged by its inside, its corners and its edges, by finger, mouse or keys.

import { smallestCrop } from "./recipe.js";

const keys = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const within = (value, low, high) => Math.min(Math.max(value, low), high);

export class CropFrame {
  // `onChange` is told of each new crop: left, top, width, height, as parts of the picture.
  constructor(element, onChange) {
    this.element = element;
    this.onChange = onChange;
    this.ratio = null;
    element.addEventListener("pointerdown", (event) => this.#grab(event));
    element.addEventListener("keydown", (event) => this.#key(event));
  }

  // `shape`: how many times as wide as high the whole picture is.
  show(crop, shape) {
    this.crop = crop;
    this.shape = shape;
    const percent = (part) => `${part * 100}%`;
    const [left, top, width, height] = crop.map(percent);
    Object.assign(this.element.style, { left, top, width, height });
    this.element.classList.toggle("fixed", this.ratio !== null);
  }

  // `ratio`: how many times as wide as high; null for any. The crop becomes the largest of that shape around its middle.
  keepTo(ratio) {
    this.ratio = ratio;
    if (ratio !== null) this.crop = this.#largest(ratio);
    return this.crop;
  }

  #largest(ratio) {
    const relative = ratio / this.shape;
    const [width, height] = relative > 1 ? [1, 1 / relative] : [relative, 1];
    const [x, y, across, down] = this.crop;
    return [within(x + (across - width) / 2, 0, 1 - width), within(y + (down - height) / 2, 0, 1 - height), width, height];
  }

  #grab(event) {
    event.preventDefault();
    const edge = event.target.dataset.edge ?? "";
    const [start, { width, height }] = [this.crop, this.element.parentElement.getBoundingClientRect()];
    const stop = new AbortController();
    event.target.setPointerCapture(event.pointerId);
    event.target.focus({ preventScroll: true });
    const drag = ({ clientX, clientY }) => this.#change(start, edge, (clientX - event.clientX) / width, (clientY - event.clientY) / height);
    for (const end of ["pointerup", "pointercancel"]) event.target.addEventListener(end, () => stop.abort(), { signal: stop.signal });
    event.target.addEventListener("pointermove", drag, { signal: stop.signal });
  }

  #key(event) {
    if (!(event.key in keys)) return;
    event.preventDefault();
    const step = event.shiftKey ? 0.05 : 0.01;
    const [right, down] = keys[event.key];
    this.#change(this.crop, event.target.dataset.edge ?? "", right * step, down * step);
  }

  #change(start, edge, right, down) {
    // At once: several keys may come between two pictures on the screen.
    this.crop = edge ? this.#resized(start, edge, right, down) : moved(start, right, down);
    this.onChange(this.crop);
  }

  #resized([x, y, across, down], edge, byRight, byDown) {
    const west = edge.includes("w");
    const north = edge.includes("n");
    // As far as the frame may grow from the corner that stays.
    const most = [west ? x + across : 1 - x, north ? y + down : 1 - y];
    let width = /[ew]/.test(edge) ? within(across + (west ? -byRight : byRight), smallestCrop, most[0]) : across;
    let height = /[ns]/.test(edge) ? within(down + (north ? -byDown : byDown), smallestCrop, most[1]) : down;
    if (this.ratio !== null) [width, height] = this.#inShape(across, width - across, height - down, most);
    return [west ? x + across - width : x, north ? y + down - height : y, width, height];
  }

  // Whichever way the finger went further counts.
  #inShape(across, wider, higher, most) {
    const relative = this.ratio / this.shape;
    const least = Math.max(smallestCrop, smallestCrop * relative);
    const change = Math.abs(wider) > Math.abs(higher * relative) ? wider : higher * relative;
    const width = within(across + change, least, Math.min(most[0], most[1] * relative));
    return [width, width / relative];
  }
}

const moved = ([x, y, width, height], right, down) =>
  [within(x + right, 0, 1 - width), within(y + down, 0, 1 - height), width, height];
