// What was typed and chosen outlives the page: in localStorage until it is posted. The files are in kept.js.

import { altOf } from "./rows.js";

const form = document.querySelector("#compose");
const key = `tintype-draft-${form.dataset.viewer}`;

export function keepDraft(photos) {
  if (form.dataset.posted) return;
  const { idempotency_key: sentOnce, caption, visibility } = form.elements;
  const kept = photos.filter((photo) => photo.state !== "refused").map((photo) => ({
    slot: photo.slot, id: photo.id, isUp: Boolean(photo.isUp), alt: altOf(photo), print: photo.print, recipe: photo.recipe,
  }));
  try {
    if (!caption.value && !kept.length) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ key: sentOnce.value, caption: caption.value, visibility: visibility.value, photos: kept }));
  } catch { /* Storage is full or switched off: the page itself still holds everything. */ }
}

export function forgetDraft() {
  form.dataset.posted = "yes";
  localStorage.removeItem(key);
}

function read() {
  // What a plain form sent and the server gave back.
  const fromServer = JSON.parse(document.querySelector("#restored").textContent);
  if (fromServer) return fromServer;
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}

// Puts the words back and returns the photos.
export function restoreDraft() {
  const draft = read();
  if (!draft) return [];
  form.elements.idempotency_key.value = draft.key;
  form.elements.caption.value = draft.caption ?? "";
  form.elements.visibility.value = draft.visibility ?? "public";
  return draft.photos ?? [];
}
