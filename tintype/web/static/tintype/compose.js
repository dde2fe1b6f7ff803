// The page for a new post. Photos go up while the caption is being written, and are made ready on the server. "Post"
// may be pressed at any time: the post is made as soon as all bytes are up.

import { isStuck, limit, refreshBar, showError, showRefusal, showWhole } from "./bar.js";
import { forgetDraft, keepDraft, restoreDraft } from "./draft.js";
import { forgetFile, forgetOldFiles, keepFile, keptFile } from "./kept.js";
import { addRow, altOf, dropRow, focusMoved, placeRow, refreshRow, showPicture, showProgress, showState, tell } from "./rows.js";
import { edit, showDeveloped } from "./retouch.js";
import { Refused, call } from "./server.js";
import { bringUpAtLast, untilProcessed } from "./upload.js";

const form = document.querySelector("#compose");
const { caption } = form.elements;
const post = document.querySelector("#post");
const drop = document.querySelector("#drop");
const picker = document.querySelector("#files");
const { uploads } = form.dataset;
const oddly = "This went wrong. Remove the photo and choose it again.";

let photos = [];
// "" until "Post" is pressed; "wanted" until all bytes are up; "posting" while the server is asked.
let posting = "";

// A photo's way -----------------------------------------------------------------------------------------------

function setState(photo, state, words) {
  photo.state = state;
  showState(photo, photos.indexOf(photo) + 1, words);
  refresh();
}

async function follow(photo) {
  setState(photo, "waiting", "Waiting");
  const onProgress = (share) => {
    if (photo.state !== "sending") setState(photo, "sending", "Sending");
    showProgress(photo, share);
    showWhole(photos);
  };
  try {
    const state = await bringUpAtLast(photo, uploads, { onProgress, onTrouble: (words) => setState(photo, "lost", words) });
    setState(photo, "processing", "Sent. Getting it ready");
    showProgress(photo, 1);
    const { thumb } = await untilProcessed(photo, uploads, state);
    if (thumb && !photo.preview) showPicture(photo, thumb);
    setState(photo, "ready", "Ready");
  } catch (error) {
    if (photo.signal.aborted) return;
    if (!(error instanceof Refused)) console.error(error);
    setState(photo, "refused", error instanceof Refused ? error.message : oddly);
  }
}

function refresh() {
  photos.forEach((photo, index) => refreshRow(photo, index, photos.length, limit.alt));
  drop.classList.toggle("slim", photos.length > 0);
  drop.hidden = photos.length >= limit.photos;
  document.querySelector("#drop-text").textContent = photos.length ? "Add more" : "Choose photos";
  goOnPosting();
  refreshBar(photos, posting);
  keepDraft(photos);
}

// Picking, ordering, removing ---------------------------------------------------------------------------------

function put(kept, alt = "") {
  const stop = new AbortController();
  const photo = { ...kept, slot: kept.slot ?? crypto.randomUUID?.() ?? String(Math.random()), stop, signal: stop.signal };
  addRow(photo, alt, {
    onInput: refresh, onRemove: () => remove(photo), onMove: (by) => move(photo, by), onFile: (file) => takeAgain(photo, file),
    onEdit: () => edit(photo, refresh, (words) => showError("photo_ids", words)),
  });
  photos.push(photo);
  if (photo.file) showDeveloped(photo);
  return photo;
}

async function keep(photo) {
  photo.isKept = await keepFile(photo.slot, photo.file);
}

function add(files) {
  const room = limit.photos - photos.length;
  showError("photo_ids", files.length > room ? `A post holds at most ${limit.photos} photos; the first ${room} were taken.` : "");
  for (const file of [...files].slice(0, room)) {
    const photo = put({ file, print: printOf(file) });
    keep(photo);
    follow(photo);
  }
}

// What is up of a file can only be gone on with if it is the same file.
const printOf = ({ name, size, lastModified }) => JSON.stringify([name, size, lastModified]);

function takeAgain(photo, file) {
  if (printOf(file) !== photo.print) Object.assign(photo, { id: null, recipe: undefined });
  Object.assign(photo, { file, print: printOf(file) });
  showDeveloped(photo);
  keep(photo);
  follow(photo);
}

function remove(photo) {
  photo.stop.abort();
  photo.again?.();
  forgetFile(photo.slot);
  dropRow(photo);
  photos = photos.filter((one) => one !== photo);
  tell("Photo removed.");
  refresh();
}

function move(photo, by) {
  const from = photos.indexOf(photo);
  photos.splice(from + by, 0, ...photos.splice(from, 1));
  placeRow(photo, photos[from + by + 1]);
  refresh();
  focusMoved(photo, by);
  tell(`Now photo ${from + by + 1} of ${photos.length}.`);
}

async function restore() {
  const kept = restoreDraft();
  const files = await Promise.all(kept.map((photo) => keptFile(photo.slot)));
  kept.forEach(({ alt, isUp = true, ...rest }, n) => put({ ...rest, isUp, file: files[n], isKept: Boolean(files[n]) }, alt));
  for (const photo of photos) {
    if (photo.isUp || photo.file) follow(photo);
    else setState(photo, "gone", `The browser did not keep ${JSON.parse(photo.print)[0]}.`);
  }
  await forgetOldFiles();
}

// Posting -----------------------------------------------------------------------------------------------------

async function publish() {
  const body = new FormData(form);
  body.delete("alts");
  for (const photo of photos) {
    body.append("photo_ids", photo.id);
    body.append("alts", altOf(photo));
    body.append("recipes", JSON.stringify(photo.recipe ?? {}));
  }
  const { url } = await call(form.action, { method: "POST", body });
  forgetDraft();
  await Promise.all(photos.map((photo) => forgetFile(photo.slot)));
  location.assign(url);
}

function goOnPosting() {
  if (posting !== "wanted") return;
  if (photos.some(isStuck) || !photos.length) posting = "";
  else if (photos.every((photo) => photo.isUp)) {
    posting = "posting";
    publish().catch((error) => { showRefusal(error); posting = ""; refresh(); });
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (post.disabled) return;
  ["photo_ids", "caption", "form"].forEach((field) => showError(field, ""));
  posting = "wanted";
  refresh();
});
document.querySelector("#not-yet").addEventListener("click", () => { posting = ""; refresh(); post.focus(); });

// From outside ------------------------------------------------------------------------------------------------

await restore();

function takeChosen() {
  add(picker.files);
  picker.value = "";
}

picker.addEventListener("change", takeChosen);
caption.addEventListener("input", refresh);
form.addEventListener("change", () => keepDraft(photos));
addEventListener("online", () => photos.forEach((photo) => photo.again?.()));
// What the browser keeps goes on when the page is opened again; a post that waits would not be made.
addEventListener("beforeunload", (event) => {
  if (!form.dataset.posted && (posting || photos.some((photo) => !photo.isUp && !photo.isKept && !isStuck(photo)))) event.preventDefault();
});
for (const kind of ["dragenter", "dragover"]) addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
for (const kind of ["dragleave", "drop"]) addEventListener(kind, () => drop.classList.remove("over"));
addEventListener("drop", (event) => { event.preventDefault(); add(event.dataTransfer.files); });
addEventListener("paste", (event) => { if (event.clipboardData.files.length) add(event.clipboardData.files); });

// On a slow line, whoever is quick has chosen before this script came.
if (picker.files.length) takeChosen();
refresh();
