// What stands below the photos of a new post: how far all of them are, what is still to be done, the button "Post".

import { altOf, count } from "./rows.js";
import { Refused } from "./server.js";

const form = document.querySelector("#compose");
const { caption } = form.elements;
const post = document.querySelector("#post");
const whole = document.querySelector("#whole");

export const limit = { photos: Number(form.dataset.maxPhotos), alt: Number(form.dataset.maxAlt), caption: Number(form.dataset.maxCaption) };
// There is no way on without its owner.
export const isStuck = ({ state }) => state === "refused" || state === "gone";

function hint(photos, posting) {
  const under = photos.filter((photo) => !photo.isUp).length;
  if (!photos.length) return "Choose at least one photo.";
  if (photos.some(isStuck)) return "Remove the photo that could not be used, then post.";
  if (caption.value.length > limit.caption) return `The caption is ${caption.value.length - limit.caption} characters too long.`;
  if (under && posting) return "It is posted by itself as soon as the photos are up. Leave this page open until then.";
  if (under) return under === 1 ? "One photo is still on its way." : `${under} photos are still on their way.`;
  const silent = photos.filter((photo) => !altOf(photo).trim()).length;
  return silent ? "A description lets people who cannot see the photo take part. You may post without." : "";
}

// How far all photos are, by their bytes. One alone has its own bar.
export function showWhole(photos) {
  const under = photos.filter((photo) => photo.file && !isStuck(photo));
  const all = under.reduce((sum, { file }) => sum + file.size, 0);
  const up = under.reduce((sum, { file, isUp, progress }) => sum + file.size * (isUp ? 1 : progress ?? 0), 0);
  whole.value = all ? up / all : 0;
  whole.hidden = under.length < 2 || under.every((photo) => photo.isUp);
}

export function refreshBar(photos, posting) {
  const words = { "": "Post", wanted: "Waiting for the photos", posting: "Posting" };
  const isTooLong = caption.value.length > limit.caption;
  count(document.querySelector("#caption-left"), caption.value.length, limit.caption);
  document.querySelector("#hint").textContent = hint(photos, posting);
  post.textContent = words[posting];
  post.disabled = Boolean(posting) || !photos.length || photos.some(isStuck) || isTooLong;
  document.querySelector("#not-yet").hidden = posting !== "wanted";
  showWhole(photos);
}

export function showError(field, message) {
  const place = document.querySelector(`[data-error="${field}"]`) ?? document.querySelector("#form-error");
  place.textContent = message;
  if (place.id === "form-error") place.hidden = !message;
  if (message) place.scrollIntoView({ block: "center" });
}

export function showRefusal(error) {
  const fields = error.answer?.errors;
  const words = error.words ?? "It could not be sent. Everything is kept here; please try again.";
  if (fields) Object.entries(fields).forEach(([field, message]) => showError(field, message));
  else showError("form", error instanceof Refused ? error.message : words);
}
