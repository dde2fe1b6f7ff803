// The grain of old plates, as photos/imaging/grain.py makes it: one tile of noise, around 0, with a spread of 1.

export const side = 256;
export const grainLength = 1024;
const [mean, spread] = [2040, 443];

export function tile() {
  const noise = new Uint8Array(side * side);
  let state = 2463534242;
  for (let n = 0; n < noise.length; n += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    noise[n] = state >>> 24;
  }
  return Float32Array.from(noise, (_, n) => (softened(noise, n % side, Math.floor(n / side)) - mean) / spread);
}

function softened(noise, x, y) {
  let sum = 0;
  for (let down = -1; down <= 1; down += 1) {
    for (let across = -1; across <= 1; across += 1) {
      const place = ((y + down + side) % side) * side + ((x + across + side) % side);
      sum += noise[place] * (2 - Math.abs(down)) * (2 - Math.abs(across));
    }
  }
  return sum;
}
