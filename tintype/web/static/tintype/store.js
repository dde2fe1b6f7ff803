// One form to the object store, which may be S3: its refusals are codes in XML, and here they become sentences.

import { Refused } from "./server.js";

// The form is not good, or not any more: a fresh one may be.
export class Denied extends Error {}

// A line that carries nothing for as long as this is taken for broken. Slow ones carry something every second.
const silenceMilliseconds = 45_000;
const forGood = {
  EntityTooLarge: "The file has changed since it was chosen. Remove it and choose it again.",
  EntityTooSmall: "The file has changed since it was chosen. Remove it and choose it again.",
  QuotaExceeded: "There is no room left for your photos. Delete some, or ask those who run this server.",
  NoSuchBucket: "The place for photos is not set up. Please tell those who run this server.",
  SignatureDoesNotMatch: "The place for photos does not know this server. Please tell those who run it.",
  InvalidAccessKeyId: "The place for photos does not know this server. Please tell those who run it.",
};
const inPassing = new Set(["RequestTimeout", "IncompleteBody", "BadDigest", "OperationAborted", "SlowDown"]);
const noRoom = "There is no room for more photos right now. Nothing is lost: it goes on by itself when there is.";

export function sendForm(url, fields, bytes, { onProgress, signal }) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append("file", bytes);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    const watch = watchFor(silenceMilliseconds, stop);
    request.open("POST", url);
    request.upload.onprogress = ({ loaded }) => { watch.sign(); onProgress(Math.min(loaded, bytes.size)); };
    request.onload = () => (request.status < 300 ? resolve() : reject(refusal(request)));
    request.onerror = () => reject(Object.assign(new Error("no connection"), { isSilent: true }));
    request.onabort = () => reject(Object.assign(new Error("stopped"), { isSilent: true }));
    request.onloadend = () => { watch.end(); signal.removeEventListener("abort", stop); };
    signal.addEventListener("abort", stop);
    request.send(body);
  });
}

function watchFor(milliseconds, act) {
  let timer = setTimeout(act, milliseconds);
  const end = () => clearTimeout(timer);
  return { end, sign: () => { end(); timer = setTimeout(act, milliseconds); } };
}

function refusal({ status, responseXML }) {
  const code = responseXML?.querySelector("Code")?.textContent ?? "";
  if (forGood[code]) return new Refused(forGood[code]);
  if (status === 507) return Object.assign(new Error(code), { words: noRoom });
  if (status >= 500 || status === 429 || inPassing.has(code)) return new Error(`${status} ${code}`);
  if (status === 403) return new Denied(code);
  return new Refused(`The place for photos does not take this file (${code || status}).`);
}
