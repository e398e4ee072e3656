/* Photos made smaller on the device. Drawn anew, a photo no longer says where it was taken. */

const LONGEST_SIDE = 2000;
const QUALITY = 0.85;
const TILE_WIDTH = 320;
const PICTURES = ["jpg", "jpeg", "png", "webp", "heic", "heif"];
const HEAD_LENGTH = 16;

export function extensionOf(name) {
  return name.includes(".") ? name.split(".").pop().toLowerCase() : "";
}

export function isPictureName(name) {
  return PICTURES.includes(extensionOf(name));
}

/** Whether the first bytes may be those of what the name says; the server looks closer. */
export async function isWhatItSays(file) {
  const extension = extensionOf(file.name);
  const bytes = new Uint8Array(await file.slice(0, HEAD_LENGTH).arrayBuffer());
  const text = String.fromCharCode(...bytes);
  if (extension === "pdf") return text.startsWith("%PDF");
  if (!isPictureName(file.name)) return true;
  const isWebp = text.startsWith("RIFF") && text.slice(8, 12) === "WEBP";
  return (
    text.startsWith("\xff\xd8\xff") ||
    text.startsWith("\x89PNG") ||
    isWebp ||
    text.slice(4, 8) === "ftyp"
  );
}

/** Return the photo with sides of 2,000 px at most, or null when this browser can't open it. */
export async function shrink(file) {
  const bitmap = await open(file);
  if (!bitmap) return null;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = draw(bitmap, bitmap.width * scale, bitmap.height * scale);
  bitmap.close();
  const type = extensionOf(file.name) === "png" ? "image/png" : "image/jpeg";
  return new Promise((resolve) => canvas.toBlob(resolve, type, QUALITY));
}

/** Return a small picture for a tile, or null. */
export async function tilePicture(file) {
  const bitmap = await open(file);
  if (!bitmap) return null;
  const canvas = draw(bitmap, TILE_WIDTH, (TILE_WIDTH * bitmap.height) / bitmap.width);
  bitmap.close();
  return canvas;
}

async function open(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return null;
  }
}

function draw(bitmap, width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}
