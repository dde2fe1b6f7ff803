// A photo's way up: in parts, straight to the object store. After a cut only what is missing is sent again.

import { keptFile } from "./kept.js";
import { Refused, call, pause } from "./server.js";
import { Denied, sendForm } from "./store.js";

// Forms are good for minutes. Fresh ones that are denied too, time and again, are not too old but wrong.
const mostDenials = 3;

// So many at the same time, the others in their order.
function lanes(free) {
  const queue = [];
  return async (work) => {
    if (free) free -= 1;
    else await new Promise((resolve) => { queue.push(resolve); });
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else free += 1;
    }
  };
}

const inPhotoLane = lanes(3);
// Of all photos. A second hides the latency of the first; a third would be more that is sent again after a cut.
const inPartLane = lanes(2);

async function start(photo, uploads) {
  const { type, size } = photo.file;
  const body = JSON.stringify({ type: type || "application/octet-stream", size });
  const offer = await call(uploads, { method: "POST", body });
  photo.id = offer.photo_id;
  return offer;
}

// Where to send what is not there yet. An upload that was swept, because nobody came for it in a day, is begun anew.
async function formsFor(photo, uploads) {
  if (!photo.id) return start(photo, uploads);
  try {
    return await call(`${uploads}${photo.id}/parts/`, { method: "POST" });
  } catch (error) {
    if (error.status !== 404) throw error;
    return start(photo, uploads);
  }
}

// Sends each part, and tells of every byte. The first failure ends it; parts under way are let finish.
async function sendParts(photo, { url, parts }, onProgress) {
  const sent = new Map(parts.map(({ n }) => [n, 0]));
  const there = photo.file.size - parts.reduce((sum, { start: from, end }) => sum + end - from, 0);
  onProgress(there / photo.file.size);
  const show = (n, bytes) => {
    sent.set(n, bytes);
    onProgress((there + [...sent.values()].reduce((sum, one) => sum + one, 0)) / photo.file.size);
  };
  let failure;
  const send = async ({ n, start: from, end, fields }) => {
    if (failure || photo.signal.aborted) return;
    try {
      const bytes = photo.file.slice(from, end);
      await sendForm(url, fields, bytes, { signal: photo.signal, onProgress: (loaded) => show(n, loaded) });
      show(n, end - from);
      photo.failures = 0;
    } catch (error) {
      show(n, 0);
      failure ??= error;
    }
  };
  await Promise.all(parts.map((part) => inPartLane(() => send(part))));
  if (failure) throw failure;
}

async function sendMissing(photo, uploads, onProgress) {
  const offer = await formsFor(photo, uploads);
  photo.signal.throwIfAborted();
  await sendParts(photo, offer, onProgress);
  photo.signal.throwIfAborted();
}

// Returns how the photo stands once all of it is there. What is thrown and not Refused may go better the next time.
async function bringUp(photo, uploads, onProgress) {
  for (let denials = 1; ; denials += 1) {
    try {
      if (!photo.isUp) await sendMissing(photo, uploads, onProgress);
      const state = await call(`${uploads}${photo.id}/`, { method: "POST" });
      photo.isUp = true;
      return state;
    } catch (error) {
      // 409: something that went up is not there.
      if (!(error instanceof Denied) && error.status !== 409) throw error;
      if (denials === mostDenials) throw new Refused(error.answer?.message ?? `The place for photos does not let this one in (${error.message}).`);
      photo.isUp = false;
    }
  }
}

const isReadable = (file) => file.slice(0, 1).arrayBuffer().then(() => true, () => false);

// A file that was changed or moved after it was chosen breaks every attempt as a lost line does. The browser's own copy
// stays; but it is deleted when somebody signs out in another tab.
async function checkReadable(photo) {
  if (await isReadable(photo.file)) return;
  photo.file = await keptFile(photo.slot);
  if (photo.file && (await isReadable(photo.file))) return;
  throw new Refused("This file has changed or is not there any more. Remove it and choose it again.");
}

// A part's failure comes after the server has answered with its forms: it is not the line of this browser alone.
const mostSilences = 3;

function troubleOf(error, failures) {
  if (!navigator.onLine) return "No connection. It goes on when you are back online.";
  if (error.isSilent && failures > mostSilences) return "The place for photos does not answer. Trying again soon.";
  return error.words ?? "Interrupted. Trying again soon.";
}

// As `bringUp`, however often it takes. `photo.again()` ends the pause before the next attempt.
export async function bringUpAtLast(photo, uploads, { onProgress, onTrouble }) {
  for (photo.failures = 0; ; ) {
    try {
      return await inPhotoLane(() => bringUp(photo, uploads, onProgress));
    } catch (error) {
      if (photo.signal.aborted || error instanceof Refused) throw error;
      if (!photo.isUp) await checkReadable(photo);
      photo.failures += 1;
      onTrouble(troubleOf(error, photo.failures));
      const seconds = Math.min(2 ** photo.failures, 30);
      await Promise.race([pause(seconds * 1000), new Promise((resolve) => { photo.again = resolve; })]);
      photo.signal.throwIfAborted();
    }
  }
}

// Asks until the photo is ready or refused. The line may break meanwhile; the server has all it needs.
export async function untilProcessed(photo, uploads, state) {
  let now = state;
  for (let wait = 300; now.state === "uploaded"; wait = Math.min(wait * 1.4, 3000)) {
    await pause(wait);
    photo.signal.throwIfAborted();
    now = await call(`${uploads}${photo.id}/`).catch((error) => {
      if (error instanceof Refused) throw error;
      return now;
    });
  }
  if (now.state === "refused") throw new Refused(now.reason);
  return now;
}
