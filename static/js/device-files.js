/* The photos and files that this device keeps until the server has them, in IndexedDB; each under
   its writer, so that nobody else who signs in here sees or sends it.

   A record holds: token, user, name, blob, size (of the blob), was (the size as chosen), isPicture,
   isShrunk, meeting (its reference, when it was added on the page of one), form (the token of the
   form in which it was added), about (the meeting that this form edits), addedAt; and problem, the
   {state, reason} for which the server refused it. */

import { userId } from "./device-storage.js";
import { deleteReading } from "./offline-reading.js";

const DATABASE = "iomtracker-files";
const STORE = "files";

/** Run `use` on the store; return the result of its request. Rejects when the device can't. */
async function inStore(mode, use) {
  const database = await openDatabase();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = use(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
      transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

function openDatabase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "token" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(request.error);
  });
}

/** Store a record in place of an earlier one; return whether the device could. */
export async function keepFile(record) {
  const put = () => inStore("readwrite", (store) => store.put({ ...record, user: userId }));
  try {
    // What is kept for reading makes room for what is one's own.
    await put().catch(() => deleteReading().then(put));
    return true;
  } catch {
    return false;
  }
}

/** Return all records of this user, oldest first. */
export async function keptFiles() {
  try {
    const records = await inStore("readonly", (store) => store.getAll());
    const own = records.filter(({ user }) => user === userId);
    return own.sort((one, other) => one.addedAt - other.addedAt);
  } catch {
    return [];
  }
}

export async function keptFile(token) {
  return (await keptFiles()).find((record) => record.token === token);
}

export async function forgetFile(token) {
  await inStore("readwrite", (store) => store.delete(token)).catch(() => {});
}

/** Delete all that the device keeps of this user. */
export async function forgetFiles() {
  for (const { token } of await keptFiles()) await forgetFile(token);
}

/** Delete the files of a form (an entry of device-storage.js) that its writer throws away. */
export async function forgetFilesOf(entry) {
  const lines = entry.fields?.file_tokens?.[0]?.split("\n") || [];
  for (const line of lines) await forgetFile(line.trim().split(" ")[0]);
}
