// The page for a new post. Each photo goes up on its own, straight to the object store, while the caption is being
// written; the form is sent when all are ready. What was typed is kept in localStorage until it is posted.

const form = document.querySelector("#compose");
const list = document.querySelector("#picked");
const caption = form.elements.caption;
const post = document.querySelector("#post");
const row = document.querySelector("#photo-row");
const draftKey = `tintype-draft-${form.dataset.viewer}`;
const limit = { photos: Number(form.dataset.maxPhotos), alt: Number(form.dataset.maxAlt), caption: Number(form.dataset.maxCaption) };
const stillWorking = new Set(["waiting", "sending", "processing", "lost"]);
const atOnce = 3;
// A picture of one clear pixel: without any, Chromium shows the sign of a broken one.
const nothing = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

let photos = [];
let isPosting = false;

class Refused extends Error {}

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });
const tell = (message) => { document.querySelector("#progress-news").textContent = message; };
const nameOf = (photo) => `Photo ${photos.indexOf(photo) + 1}`;

// Talking to the server -------------------------------------------------------------------------------

async function call(url, { method = "GET", body } = {}) {
  const headers = { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  if (typeof body === "string") headers["Content-Type"] = "application/json";
  const response = await fetch(url, { method, headers, body, signal: AbortSignal.timeout(30_000) });
  const answer = await response.json().catch(() => ({}));
  if (response.status === 401) throw new Refused("You have been signed out. Sign in again in another tab; nothing here is lost.");
  if (response.status === 429 || response.status >= 500) throw new Error(answer.message ?? `status ${response.status}`);
  if (!response.ok) throw Object.assign(new Refused(answer.message ?? "The server refused this."), { answer });
  return answer;
}

function sendBytes(photo, { url, fields }) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append("file", photo.file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    photo.stop = () => request.abort();
    request.open("POST", url);
    request.upload.onprogress = (event) => { if (event.lengthComputable) showProgress(photo, event.loaded / event.total); };
    request.onload = () => {
      if (request.status < 300) resolve();
      else if (request.status >= 500 || request.status === 429) reject(new Error(`status ${request.status}`));
      else reject(new Refused(request.responseXML?.querySelector("Message")?.textContent ?? "The photo was not accepted."));
    };
    request.onerror = () => reject(new Error("no connection"));
    request.onabort = () => reject(new Error("stopped"));
    request.send(body);
  });
}

async function untilProcessed(photo) {
  const url = `${form.dataset.uploads}${photo.id}/`;
  let state = await call(url, { method: "POST" });
  for (let wait = 300; state.state === "uploaded" || state.state === "awaiting"; wait = Math.min(wait * 1.4, 3000)) {
    await pause(wait);
    if (photo.isRemoved) return;
    state = await call(url);
  }
  if (state.state === "refused") throw new Refused(state.reason);
  if (state.thumb && !photo.file) photo.element.querySelector(".preview").src = state.thumb;
}

async function bringUp(photo) {
  if (!photo.isStored) {
    setState(photo, "sending", "Sending");
    const { type, size } = photo.file;
    const upload = await call(form.dataset.uploads, { method: "POST", body: JSON.stringify({ type: type || "application/octet-stream", size }) });
    photo.id = upload.photo_id;
    await sendBytes(photo, upload);
    photo.isStored = true;
  }
  setState(photo, "processing", "Getting it ready");
  await untilProcessed(photo);
  setState(photo, "ready", "Ready");
}

async function tryToBringUp(photo) {
  for (let attempt = 1; !photo.isRemoved; attempt += 1) {
    try {
      return await bringUp(photo);
    } catch (error) {
      if (photo.isRemoved) return undefined;
      if (error instanceof Refused) return setState(photo, "refused", error.message);
      setState(photo, "lost", navigator.onLine ? "Interrupted. Trying again soon." : "No connection. It goes on when you are back online.");
      await Promise.race([pause(Math.min(2 ** attempt, 30) * 1000), new Promise((resolve) => { photo.again = resolve; })]);
    }
  }
  return undefined;
}

function startWaiting() {
  const busy = photos.filter((photo) => photo.isRunning).length;
  for (const photo of photos.filter((one) => one.state === "waiting" && !one.isRunning).slice(0, Math.max(0, atOnce - busy))) {
    photo.isRunning = true;
    tryToBringUp(photo).finally(() => { photo.isRunning = false; startWaiting(); });
  }
}

// What one sees -----------------------------------------------------------------------------------------

function showProgress(photo, part) {
  photo.element.querySelector("progress").value = part;
  photo.element.querySelector(".status").textContent = part < 1 ? `Sending, ${Math.round(part * 100)} %` : "Getting it ready";
}

function setState(photo, state, words) {
  photo.state = state;
  photo.element.className = state;
  photo.element.querySelector(".status").textContent = words;
  photo.element.querySelector("progress").hidden = state === "ready";
  photo.element.querySelector(".again").hidden = state !== "lost";
  if (state === "ready" || state === "refused" || state === "lost") tell(`${nameOf(photo)}: ${words}`);
  refresh();
}

function tooMany(over, most) {
  if (over > 0) return `${over} too many`;
  return -over < most / 5 ? `${-over} left` : "";
}

function count(element, used, most, words) {
  element.textContent = words ?? tooMany(used - most, most);
  element.classList.toggle("over", used > most);
}

function refreshRow(photo, index) {
  const { element } = photo;
  const alt = element.querySelector("textarea");
  const words = photo.state === "refused" ? "" : !alt.value.trim() && photo.state === "ready" ? "No description yet" : undefined;
  count(element.querySelector(".meter-text"), alt.value.length, limit.alt, words);
  element.querySelector(".earlier").hidden = index === 0;
  element.querySelector(".later").hidden = index === photos.length - 1;
  element.querySelector(".hush").textContent = `Description of photo ${index + 1} for people who cannot see it`;
  element.querySelector("progress").ariaLabel = `Upload of photo ${index + 1}`;
}

function hint() {
  const working = photos.filter((photo) => stillWorking.has(photo.state)).length;
  if (!photos.length) return "Choose at least one photo.";
  if (photos.some((photo) => photo.state === "refused")) return "Remove the photo that could not be used, then post.";
  if (working) return working === 1 ? "One photo is still on its way." : `${working} photos are still on their way.`;
  if (caption.value.length > limit.caption) return `The caption is ${caption.value.length - limit.caption} characters too long.`;
  const silent = photos.filter((photo) => !photo.element.querySelector("textarea").value.trim()).length;
  return silent ? "A description lets people who cannot see the photo take part. You may post without." : "";
}

function refresh() {
  photos.forEach(refreshRow);
  count(document.querySelector("#caption-left"), caption.value.length, limit.caption);
  document.querySelector("#drop").classList.toggle("slim", photos.length > 0);
  document.querySelector("#drop").hidden = photos.length >= limit.photos;
  document.querySelector("#drop-text").textContent = photos.length ? "Add more" : "Choose photos";
  document.querySelector("#hint").textContent = hint();
  const allReady = photos.length > 0 && photos.every((photo) => photo.state === "ready");
  post.disabled = isPosting || !allReady || caption.value.length > limit.caption;
  post.textContent = isPosting ? "Posting" : "Post";
  keepDraft();
}

// Picking, ordering, removing ---------------------------------------------------------------------------------

function addRow(photo, alt = "") {
  photo.element = row.content.firstElementChild.cloneNode(true);
  const text = photo.element.querySelector("textarea");
  text.id = `alt-${crypto.randomUUID?.() ?? Math.random()}`;
  text.previousElementSibling.htmlFor = text.id;
  text.value = alt;
  text.addEventListener("input", refresh);
  photo.element.querySelector(".remove").addEventListener("click", () => remove(photo));
  photo.element.querySelector(".earlier").addEventListener("click", () => move(photo, -1));
  photo.element.querySelector(".later").addEventListener("click", () => move(photo, 1));
  photo.element.querySelector(".again").addEventListener("click", () => photo.again?.());
  // Not every file that was picked can be shown.
  photo.element.querySelector(".preview").addEventListener("error", ({ target }) => { target.src = nothing; });
  if (photo.file) {
    photo.preview = URL.createObjectURL(photo.file);
    photo.element.querySelector(".preview").src = photo.preview;
  }
  list.append(photo.element);
  photos.push(photo);
}

function add(files) {
  const room = limit.photos - photos.length;
  showError("photo_ids", files.length > room ? `A post holds at most ${limit.photos} photos; the first ${room} were taken.` : "");
  for (const file of [...files].slice(0, room)) {
    const photo = { file, state: "waiting" };
    addRow(photo);
    setState(photo, "waiting", "Waiting");
  }
  startWaiting();
}

function remove(photo) {
  photo.isRemoved = true;
  photo.stop?.();
  photo.again?.();
  if (photo.preview) URL.revokeObjectURL(photo.preview);
  const next = photo.element.nextElementSibling ?? photo.element.previousElementSibling;
  photo.element.remove();
  photos = photos.filter((one) => one !== photo);
  (next?.querySelector(".remove") ?? document.querySelector("#files")).focus();
  tell("Photo removed.");
  refresh();
}

function move(photo, by) {
  const from = photos.indexOf(photo);
  photos.splice(from + by, 0, ...photos.splice(from, 1));
  list.insertBefore(photo.element, photos[from + by + 1]?.element ?? null);
  refresh();
  const button = photo.element.querySelector(by < 0 ? ".earlier" : ".later");
  (button.hidden ? photo.element.querySelector(by < 0 ? ".later" : ".earlier") : button).focus();
  tell(`Now photo ${from + by + 1} of ${photos.length}.`);
}

// The draft --------------------------------------------------------------------------------------------------------

function keepDraft() {
  if (form.dataset.posted) return;
  const kept = photos.filter((photo) => photo.isStored && photo.state !== "refused");
  const draft = {
    key: form.elements.idempotency_key.value, caption: caption.value, visibility: form.elements.visibility.value,
    photos: kept.map((photo) => ({ id: photo.id, alt: photo.element.querySelector("textarea").value })),
  };
  try {
    if (draft.caption || draft.photos.length) localStorage.setItem(draftKey, JSON.stringify(draft));
    else localStorage.removeItem(draftKey);
  } catch { /* Storage is full or switched off: the page itself still holds everything. */ }
}

function readDraft() {
  const fromServer = JSON.parse(document.querySelector("#restored").textContent);
  if (fromServer) return fromServer;
  try { return JSON.parse(localStorage.getItem(draftKey)); } catch { return null; }
}

function restore() {
  const draft = readDraft();
  if (!draft) return;
  form.elements.idempotency_key.value = draft.key;
  caption.value = draft.caption ?? "";
  form.elements.visibility.value = draft.visibility ?? "public";
  for (const { id, alt } of draft.photos ?? []) {
    const photo = { id, isStored: true, state: "waiting" };
    addRow(photo, alt);
  }
  startWaiting();
}

// Posting -----------------------------------------------------------------------------------------------------------

function showError(field, message) {
  const place = document.querySelector(`[data-error="${field}"]`) ?? document.querySelector("#form-error");
  place.textContent = message;
  if (place.id === "form-error") place.hidden = !message;
  if (message) place.scrollIntoView({ block: "center" });
}

async function publish() {
  const body = new FormData(form);
  body.delete("alts");
  for (const photo of photos) {
    body.append("photo_ids", photo.id);
    body.append("alts", photo.element.querySelector("textarea").value);
  }
  const { url } = await call(form.action, { method: "POST", body });
  form.dataset.posted = "yes";
  localStorage.removeItem(draftKey);
  location.assign(url);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (post.disabled) return;
  isPosting = true;
  ["photo_ids", "caption", "form"].forEach((field) => showError(field, ""));
  refresh();
  try {
    await publish();
  } catch (error) {
    const fields = error.answer?.errors;
    if (fields) Object.entries(fields).forEach(([field, message]) => showError(field, message));
    else showError("form", error instanceof Refused ? error.message : "It could not be sent. Everything is kept here; please try again.");
    isPosting = false;
    refresh();
  }
});

const picker = document.querySelector("#files");

function takeChosen() {
  add(picker.files);
  picker.value = "";
}

picker.addEventListener("change", takeChosen);
caption.addEventListener("input", refresh);
form.addEventListener("change", keepDraft);
addEventListener("online", () => photos.forEach((photo) => photo.again?.()));
addEventListener("beforeunload", (event) => {
  if (!form.dataset.posted && photos.some((photo) => !photo.isStored && stillWorking.has(photo.state))) event.preventDefault();
});

const drop = document.querySelector("#drop");
for (const kind of ["dragenter", "dragover"]) addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
for (const kind of ["dragleave", "drop"]) addEventListener(kind, () => drop.classList.remove("over"));
addEventListener("drop", (event) => { event.preventDefault(); add(event.dataTransfer.files); });
addEventListener("paste", (event) => { if (event.clipboardData.files.length) add(event.clipboardData.files); });

restore();
// On a slow line, whoever is quick has chosen before this script came.
if (picker.files.length) takeChosen();
refresh();
