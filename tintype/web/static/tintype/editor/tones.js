// A recipe's tones as numbers to look up: the same, to the last digit, as photos/imaging/tables.py makes of them.
// What each step means is said there.

export const levels = 256;
export const steps = 4096;
const unchanged = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
const luma = [0.2126, 0.7152, 0.0722];
const line = [[0, 0], [255, 255]];
const none = { matrix: unchanged, curves: { red: line, green: line, blue: line } };

export function tables(recipe, filters) {
  const chosen = filters.find((filter) => filter.name === recipe.filter) ?? none;
  const { strength } = recipe;
  const { red, green, blue } = chosen.curves;
  return {
    before: [0, 1, 2].map((channel) => Array.from({ length: levels }, (_, level) => adjusted(level / 255, channel, recipe))),
    matrix: mixed(weakened(chosen.matrix, strength), saturating(recipe.saturation)),
    after: [red, green, blue].map((points) => curve(points, strength)),
    vignette: 1 - (1 - 0.8 * recipe.vignette) * (1 - (chosen.vignette ?? 0) * strength),
    grain: (chosen.grain ?? 0) * strength,
  };
}

function adjusted(level, channel, { brightness, contrast, warmth }) {
  const exposed = level + brightness * 0.9 * level * (1 - level);
  const value = contrasted(exposed, contrast);
  const [atEnds, between] = [[0.06, 0.16], [0, 0.04], [-0.1, -0.2]][channel];
  return value + warmth * (atEnds * value + between * value * (1 - value));
}

function contrasted(value, contrast) {
  if (contrast <= 0) return value + contrast * 0.5 * (value - 0.5);
  const steep = value * value * (3 - 2 * value);
  return value + contrast * (steep * steep * (3 - 2 * steep) - value);
}

function saturating(saturation) {
  const kept = 1 + saturation;
  return unchanged.map((row) => row.map((own, n) => luma[n] * (1 - kept) + own * kept));
}

const weakened = (matrix, strength) =>
  matrix.map((row, n) => row.map((part, m) => unchanged[n][m] + strength * (part - unchanged[n][m])));

const mixed = (last, first) =>
  last.map((row) => [0, 1, 2].map((n) => row[0] * first[0][n] + row[1] * first[1][n] + row[2] * first[2][n]));

function curve(points, strength) {
  const slopes = slopesOf(points);
  const made = new Array(steps);
  for (let step = 0, at = 0; step < steps; step += 1) {
    const value = (step * 255) / (steps - 1);
    while (at < points.length - 2 && value >= points[at + 1][0]) at += 1;
    made[step] = value + strength * (between(points, slopes, at, value) - value);
  }
  return made;
}

function slopesOf(points) {
  const rises = points.slice(1).map(([x, y], n) => (y - points[n][1]) / (x - points[n][0]));
  const inner = rises.slice(1).map((two, n) => (rises[n] * two <= 0 ? 0 : (2 * rises[n] * two) / (rises[n] + two)));
  return [rises[0], ...inner, rises.at(-1)];
}

function between(points, slopes, at, value) {
  const [[x1, y1], [x2, y2]] = [points[at], points[at + 1]];
  const width = x2 - x1;
  const t = (value - x1) / width;
  const rest = 1 - t;
  const start = y1 * rest * rest * (1 + 2 * t) + slopes[at] * width * t * rest * rest;
  return start + y2 * t * t * (3 - 2 * t) - slopes[at + 1] * width * t * t * rest;
}
