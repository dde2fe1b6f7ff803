// The list of chosen photos: one row each, with its picture, how it stands, its description and its buttons.

const row = document.querySelector("#photo-row");
const list = document.querySelector("#picked");
const news = document.querySelector("#progress-news");
// A picture of one clear pixel: without any, Chromium shows the sign of a broken one.
const nothing = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
// What a screen reader is told of at once.
const told = new Set(["ready", "refused", "lost", "gone"]);

export const tell = (message) => { news.textContent = message; };
const part = (photo, selector) => photo.element.querySelector(selector);

// The textarea is the only place where a description is kept.
export const altOf = (photo) => part(photo, "textarea").value;

export function addRow(photo, alt, { onInput, onRemove, onMove, onFile, onEdit }) {
  photo.element = row.content.firstElementChild.cloneNode(true);
  const text = part(photo, "textarea");
  text.id = `alt-${photo.slot}`;
  text.previousElementSibling.htmlFor = text.id;
  text.value = alt;
  text.addEventListener("input", onInput);
  part(photo, ".remove").addEventListener("click", onRemove);
  part(photo, ".earlier").addEventListener("click", () => onMove(-1));
  part(photo, ".later").addEventListener("click", () => onMove(1));
  part(photo, ".edit").addEventListener("click", onEdit);
  part(photo, ".again").addEventListener("click", () => photo.again?.());
  part(photo, ".choose input").addEventListener("change", ({ target }) => { if (target.files[0]) onFile(target.files[0]); });
  // Not every file that was picked can be shown.
  part(photo, ".preview").addEventListener("error", ({ target }) => { target.src = nothing; });
  list.append(photo.element);
}

export function showPicture(photo, source) {
  if (photo.preview) URL.revokeObjectURL(photo.preview);
  photo.preview = source instanceof Blob ? URL.createObjectURL(source) : "";
  part(photo, ".preview").src = photo.preview || source;
}

export function showProgress(photo, share) {
  photo.progress = share;
  part(photo, "progress").value = share;
  if (photo.state === "sending") part(photo, ".status").textContent = `Sending, ${Math.floor(share * 100)} %`;
}

export function showState(photo, number, words) {
  photo.element.className = photo.state;
  part(photo, ".status").textContent = words;
  part(photo, "progress").hidden = photo.state === "ready";
  part(photo, ".again").hidden = photo.state !== "lost";
  part(photo, ".choose").hidden = photo.state !== "gone";
  if (told.has(photo.state)) tell(`Photo ${number}: ${words}`);
}

function leftOf(used, most) {
  if (used > most) return `${used - most} too many`;
  return most - used < most / 5 ? `${most - used} left` : "";
}

export function count(element, used, most, words = leftOf(used, most)) {
  element.textContent = words;
  element.classList.toggle("over", used > most);
}

function altHint(photo) {
  if (photo.state === "refused" || photo.state === "gone") return "";
  return photo.state === "ready" && !altOf(photo).trim() ? "No description yet" : undefined;
}

export function refreshRow(photo, index, total, mostAlt) {
  count(part(photo, ".meter-text"), altOf(photo).length, mostAlt, altHint(photo));
  part(photo, ".earlier").hidden = index === 0;
  part(photo, ".later").hidden = index === total - 1;
  part(photo, ".alt-field .hush").textContent = `Description of photo ${index + 1} for people who cannot see it`;
  part(photo, ".edit").ariaLabel = `Edit photo ${index + 1}`;
  part(photo, ".edit").hidden = !photo.file || photo.state === "refused";
  part(photo, "progress").ariaLabel = `Upload of photo ${index + 1}`;
}

export function placeRow(photo, before) {
  list.insertBefore(photo.element, before?.element ?? null);
}

export function focusMoved(photo, by) {
  const [wanted, other] = by < 0 ? [".earlier", ".later"] : [".later", ".earlier"];
  (part(photo, wanted).hidden ? part(photo, other) : part(photo, wanted)).focus();
}

export function dropRow(photo) {
  if (photo.preview) URL.revokeObjectURL(photo.preview);
  const next = photo.element.nextElementSibling ?? photo.element.previousElementSibling;
  photo.element.remove();
  (next?.querySelector(".remove") ?? document.querySelector("#files")).focus();
}
