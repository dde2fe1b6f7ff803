// The editor of a photo: filters, sliders and the crop, over a picture that shows at once what they do. Nothing is
// done to the photo itself; what comes out is a recipe.

import { CropFrame } from "./crop.js";
import { Darkroom, PlainDarkroom } from "./darkroom.js";
import { isPlain, plain, read, shapedSize, turnedOnce, turnedSize, written } from "./recipe.js";
import { painted, sheetOf, smaller, square } from "./sheet.js";

const filters = JSON.parse(document.querySelector("#filters").textContent);
const previewSide = 640;
let room;

function darkroom() {
  try {
    room ??= new Darkroom(filters);
  } catch {
    room = new PlainDarkroom();
  }
  return room;
}

function drawn(sheet, recipe, most) {
  const [width, height] = shapedSize(recipe, sheet.width, sheet.height);
  const scale = Math.min(1, most / Math.max(width, height));
  return darkroom().draw(sheet, recipe, Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
}

// Onto `canvas`, which takes the photo's shape, its longer side at most `longest`.
export async function drawPreview(canvas, source, recipe, longest = previewSide) {
  const made = drawn(smaller(await sheetOf(source), longest * 2), read(recipe), longest);
  Object.assign(canvas, { width: made.width, height: made.height });
  canvas.getContext("2d").drawImage(made, 0, 0);
}

// `source`: a file, an image or a bitmap. `onDone` gets the recipe, {} where nothing is to be done, and a small canvas
// with the photo as it will be. Throws where the browser cannot show the photo.
export async function openEditor({ source, recipe, onDone }) {
  new Editor(await sheetOf(source), read(recipe), onDone).open();
}

class Editor {
  #isWaiting = false;
  #isBefore = false;
  #resizing = new ResizeObserver(() => this.#redraw());

  constructor(sheet, recipe, onDone) {
    this.sheet = sheet;
    this.recipe = recipe;
    this.onDone = onDone;
    this.dialog = document.querySelector("#editor").content.firstElementChild.cloneNode(true);
    this.canvas = this.#find("canvas");
    this.frame = new CropFrame(this.#find(".frame"), (crop) => this.#change({ crop }));
    this.#addFilters();
    this.#listen();
  }

  open() {
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.#find(".blind").hidden = darkroom() instanceof Darkroom;
    this.#resizing.observe(this.#find(".stage"));
    this.#show("filters");
    this.#find("[name=kind]").focus();
  }

  #close() {
    this.#resizing.disconnect();
    this.dialog.close();
    this.dialog.remove();
  }

  #find(selector) { return this.dialog.querySelector(selector); }
  #all(selector) { return [...this.dialog.querySelectorAll(selector)]; }

  // What is done --------------------------------------------------------------------------------------------

  #listen() {
    const does = { cancel: () => this.#close(), done: () => this.#done(), reset: () => this.#reset(), turn: () => this.#turn() };
    this.dialog.addEventListener("click", ({ target }) => does[target.closest("[data-do]")?.dataset.do]?.());
    this.dialog.addEventListener("cancel", (event) => { event.preventDefault(); this.#close(); });
    this.dialog.addEventListener("input", ({ target }) => this.#input(target));
    // A double click on a slider puts it back.
    this.dialog.addEventListener("dblclick", ({ target }) => { if (target.type === "range") this.#change({ [target.name]: plain[target.name] }); });
    this.#listenForBefore(this.#find("[data-do=before]"));
    this.#listenForBefore(this.canvas);
  }

  // While it is held down; by keys too.
  #listenForBefore(element) {
    const hold = (isBefore) => { this.#isBefore = isBefore; this.#redraw(); };
    element.addEventListener("pointerdown", (event) => { element.setPointerCapture(event.pointerId); hold(true); });
    for (const end of ["pointerup", "pointercancel", "blur"]) element.addEventListener(end, () => hold(false));
    element.addEventListener("keydown", (event) => { if ([" ", "Enter"].includes(event.key)) { event.preventDefault(); hold(true); } });
    element.addEventListener("keyup", () => hold(false));
    element.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  #input({ name, value, type }) {
    if (name === "kind") this.#show(value);
    else if (name === "filter") this.#change({ filter: value, strength: 1 });
    else if (name === "ratio") this.#keepTo(value);
    else if (type === "range") this.#change({ [name]: name === "angle" ? Number(value) : Number(value) / 100 });
  }

  #change(changes) {
    Object.assign(this.recipe, changes);
    this.#redraw();
  }

  #keepTo(value) {
    const ratio = { free: null, own: this.#shape() }[value];
    this.#change({ crop: this.frame.keepTo(ratio === undefined ? Number(value) : ratio) });
    this.#say(`Crop: ${this.#size()}`);
  }

  #turn() {
    this.recipe = turnedOnce(this.recipe);
    this.frame.show(this.recipe.crop, this.#shape());
    const chosen = this.#find("[name=ratio]:checked").value;
    if (chosen !== "free") this.#keepTo(chosen);
    this.#redraw();
  }

  #reset() {
    this.recipe = { ...plain };
    this.frame.ratio = null;
    this.#find("[name=ratio][value=free]").checked = true;
    this.#redraw();
    if (this.dialog.dataset.show === "filters") this.#drawFilters();
    this.#say("Everything is as it was taken.");
  }

  #done() {
    const made = drawn(this.sheet, this.recipe, previewSide);
    this.onDone(written(this.recipe), painted(made, made.width, made.height));
    this.#close();
  }

  // What one sees -------------------------------------------------------------------------------------------

  #shape() {
    const [width, height] = turnedSize(this.recipe, this.sheet.width, this.sheet.height);
    return width / height;
  }

  #size() { return `${this.recipe.crop.slice(2).map((part) => `${Math.round(part * 100)} %`).join(" by ")} of the photo`; }
  #say(words) { this.#find("[role=status]").textContent = words; }

  #show(kind) {
    this.dialog.dataset.show = kind;
    for (const panel of this.#all("[data-panel]")) panel.hidden = panel.dataset.panel !== kind;
    this.frame.element.hidden = kind !== "crop";
    if (kind === "crop" && !this.#find("[name=ratio]:checked")) this.#find("[name=ratio]").checked = true;
    this.#redraw();
    if (kind !== "filters") return;
    this.#showFilter();
    this.#drawFilters();
  }

  // At most once for each picture that the screen shows.
  #redraw() {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    requestAnimationFrame(() => {
      this.#isWaiting = false;
      if (!this.dialog.open) return;
      this.#draw();
      this.#showControls();
    });
  }

  #draw() {
    const isCropping = this.dialog.dataset.show === "crop";
    const shown = { ...this.recipe, ...(isCropping && { crop: plain.crop }) };
    const { turn, angle, crop } = shown;
    const recipe = this.#isBefore ? { ...plain, turn, angle, crop } : shown;
    const [width, height] = this.#fitted(...shapedSize(recipe, this.sheet.width, this.sheet.height));
    const dense = Math.min(devicePixelRatio, 2);
    const made = darkroom().draw(this.sheet, recipe, Math.round(width * dense), Math.round(height * dense));
    Object.assign(this.canvas, { width: made.width, height: made.height });
    this.canvas.getContext("2d").drawImage(made, 0, 0);
    Object.assign(this.canvas.style, { width: `${width}px`, height: `${height}px` });
    this.frame.show(this.recipe.crop, this.#shape());
  }

  // As large as the stage allows, in its pixels.
  #fitted(width, height) {
    const stage = this.#find(".stage");
    const { paddingLeft, paddingTop, paddingBottom } = getComputedStyle(stage);
    const room = [stage.clientWidth - 2 * parseFloat(paddingLeft), stage.clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom)];
    const scale = Math.min(room[0] / width, room[1] / height);
    return [Math.max(1, Math.floor(width * scale)), Math.max(1, Math.floor(height * scale))];
  }

  #showControls() {
    for (const input of this.#all("input[type=range]")) {
      const value = this.recipe[input.name] * (input.name === "angle" ? 1 : 100);
      input.value = value;
      const [low, high] = [Number(input.min), Number(input.max)];
      const [from, to] = [Math.min(value, 0), Math.max(value, 0)].map((end) => `${((end - low) / (high - low)) * 100}%`);
      input.style.setProperty("--from", from);
      input.style.setProperty("--to", to);
      input.parentElement.querySelector("output").textContent = input.name === "angle" ? `${value}°` : Math.round(value);
    }
    this.#showFilter();
    this.#find("[data-do=reset]").disabled = isPlain(this.recipe);
    this.#find("[data-do=before]").ariaPressed = this.#isBefore;
  }

  #showFilter() {
    const chosen = filters.find((filter) => filter.name === this.recipe.filter);
    this.#find(`[name=filter][value="${this.recipe.filter}"]`).checked = true;
    this.#find(".strength").hidden = !chosen;
    this.#find("[data-filter-label]").textContent = chosen?.label ?? "";
    this.#find("[data-filter-says]").textContent = chosen?.says ?? "";
  }

  #addFilters() {
    const [reel, one] = [this.#find(".reel"), document.querySelector("#editor-filter").content];
    for (const { name, label, says } of [{ name: "", label: "Plain", says: "As it was taken" }, ...filters]) {
      const choice = one.firstElementChild.cloneNode(true);
      choice.querySelector("input").value = name;
      choice.querySelector("span").textContent = label;
      choice.title = says;
      reel.append(choice);
    }
  }

  // Each filter on a small square of this photo.
  #drawFilters() {
    const { turn, angle, crop } = this.recipe;
    const small = square(drawn(this.sheet, { ...plain, turn, angle, crop }, previewSide), 152);
    for (const choice of this.#find(".reel").children) {
      const recipe = { ...plain, filter: choice.querySelector("input").value };
      choice.querySelector("canvas").getContext("2d").drawImage(darkroom().draw(small, recipe, 152, 152), 0, 0);
    }
    this.#find(".reel :checked")?.parentElement.scrollIntoView({ block: "nearest", inline: "center" });
  }
}
