// A recipe, what somebody wants done to a photo, and where its pixels come from: as photos/imaging/recipe.py has it.

const whole = [0, 0, 1, 1];
export const smallestCrop = 0.05;
export const plain = Object.freeze({
  filter: "", strength: 1, turn: 0, angle: 0, crop: whole, brightness: 0, contrast: 0, warmth: 0, saturation: 0, vignette: 0,
});

const rounded = (value) => (typeof value === "number" ? Math.round(value * 1e5) / 1e5 : value);
const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// Only what differs from the plain photo, as it is sent and kept.
export function written(recipe) {
  const made = {};
  for (const [name, standard] of Object.entries(plain)) {
    const value = name === "crop" ? recipe.crop.map(rounded) : rounded(recipe[name]);
    if (!isSame(value, standard)) made[name] = value;
  }
  if (!made.filter) delete made.strength;
  return made;
}

export const read = (kept) => ({ ...plain, ...kept });
export const isPlain = (recipe) => isSame(written(recipe), {});

// Width and height after turning by quarters; straightening keeps them.
export const turnedSize = ({ turn }, width, height) => (turn % 2 ? [height, width] : [width, height]);

// Left, top, right and bottom of the crop, in pixels of the turned picture.
export function box(recipe, sourceWidth, sourceHeight) {
  const [width, height] = turnedSize(recipe, sourceWidth, sourceHeight);
  const [x, y, across, down] = recipe.crop;
  const left = Math.min(Math.floor(x * width + 0.5), width - 1);
  const top = Math.min(Math.floor(y * height + 0.5), height - 1);
  const right = Math.floor((x + across) * width + 0.5);
  const bottom = Math.floor((y + down) * height + 0.5);
  return [left, top, Math.min(Math.max(right, left + 1), width), Math.min(Math.max(bottom, top + 1), height)];
}

export function shapedSize(recipe, width, height) {
  const [left, top, right, bottom] = box(recipe, width, height);
  return [right - left, bottom - top];
}

// How much a straightened picture is enlarged, so that no corner is empty.
export function enlarged(angle, width, height) {
  const radians = (Math.abs(angle) * Math.PI) / 180;
  return Math.cos(radians) + Math.sin(radians) * Math.max(width / height, height / width);
}

// What leads from a place in the finished picture, from 0 to 1 in both directions, to the place in the source that is
// shown there: [a, b, c, d, e, f], where x is a * right + b * down + c and y is d * right + e * down + f.
export function placement(recipe, sourceWidth, sourceHeight) {
  const [width, height] = turnedSize(recipe, sourceWidth, sourceHeight);
  const [left, top, right, bottom] = box(recipe, sourceWidth, sourceHeight);
  const scale = enlarged(recipe.angle, width, height);
  const radians = (recipe.angle * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(radians) / scale, Math.sin(radians) / scale];
  const across = (place) => {
    const [x, y] = [place[0] - width / 2, place[1] - height / 2];
    return unturned(recipe.turn, x * cosine + y * sine + width / 2, y * cosine - x * sine + height / 2, width, height);
  };
  const [start, end, below] = [across([left, top]), across([right, top]), across([left, bottom])];
  return [end[0] - start[0], below[0] - start[0], start[0], end[1] - start[1], below[1] - start[1], start[1]];
}

// From 0 to 1 in the source. `width` and `height` are those of the turned picture.
function unturned(turn, x, y, width, height) {
  const [right, down] = [x / width, y / height];
  return [[right, down], [down, 1 - right], [1 - right, 1 - down], [1 - down, right]][turn];
}

// The same part of the picture after one more quarter, clockwise.
export function turnedOnce(recipe) {
  const [x, y, across, down] = recipe.crop;
  return { ...recipe, turn: (recipe.turn + 1) % 4, crop: [1 - y - down, x, down, across].map(rounded) };
}
