// Files that were chosen for a post, kept in the browser until it is made: a page that is loaded again goes on with
// them. A browser that keeps nothing is no error; then a file has to be chosen again.

import { pause } from "./server.js";

const day = 24 * 60 * 60 * 1000;
let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("tintype", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("files");
    request.onsuccess = () => {
      // Signing out, in another tab, deletes all of it (app.js).
      request.result.onversionchange = () => { request.result.close(); opened = undefined; };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opened;
}

// Another tab may hold it up.
async function tooLong() {
  await pause(3000);
  throw new Error("not opened");
}

async function inFiles(mode, work) {
  try {
    const transaction = (await Promise.race([open(), tooLong()])).transaction("files", mode);
    const request = work(transaction.objectStore("files"));
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    return request?.result;
  } catch {
    return undefined;
  }
}

// Whether it is kept now.
export async function keepFile(slot, file) {
  return (await inFiles("readwrite", (files) => files.put({ file, at: Date.now() }, slot))) === slot;
}

export async function keptFile(slot) {
  return (await inFiles("readonly", (files) => files.get(slot)))?.file;
}

export const forgetFile = (slot) => inFiles("readwrite", (files) => files.delete(slot));

// What is older than the uploads of the server, which are swept after a day, belongs to no draft any more.
export const forgetOldFiles = () => inFiles("readwrite", (files) => {
  files.openCursor().onsuccess = ({ target: { result: cursor } }) => {
    if (!cursor) return;
    if (Date.now() - cursor.value.at > day) cursor.delete();
    cursor.continue();
  };
});
