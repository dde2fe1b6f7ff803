// A photo as the editor works with it: upright, on white, not larger than a screen can show.

const longest = 2048;

const sides = (image) => [image.naturalWidth || image.width, image.naturalHeight || image.height];

// `source`: a file, an image or a bitmap. Throws where the browser cannot decode it.
export async function sheetOf(source) {
  if (source instanceof HTMLCanvasElement) return source;
  if (source instanceof HTMLImageElement) await source.decode();
  const image = source instanceof Blob ? await createImageBitmap(source) : source;
  const made = smaller(image, longest);
  if (image !== source) image.close();
  return made;
}

export function smaller(image, most) {
  const [width, height] = sides(image);
  const scale = Math.min(1, most / Math.max(width, height));
  return painted(image, Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
}

export function painted(image, width, height, [left, top, across, down] = [0, 0, ...sides(image)]) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const onto = canvas.getContext("2d");
  onto.imageSmoothingQuality = "high";
  onto.fillStyle = "#fff";
  onto.fillRect(0, 0, width, height);
  onto.drawImage(image, left, top, across, down, 0, 0, width, height);
  return canvas;
}

// The largest square from the middle.
export function square(image, side) {
  const [width, height] = sides(image);
  const most = Math.min(width, height);
  return painted(image, side, side, [(width - most) / 2, (height - most) / 2, most, most]);
}

export const asJpeg = (canvas) => new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", 0.85); });
