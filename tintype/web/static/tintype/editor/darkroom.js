// Draws a photo as its recipe wants it, by WebGL; without WebGL the shape only. What the server makes of the same
// recipe differs by at most one level of 256: a test compares them.

import { grainLength, side, tile } from "./grain.js";
import { placement } from "./recipe.js";
import { levels, steps, tables } from "./tones.js";

const everywhere = `#version 300 es
void main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4. - 1., 0, 1); }`;

const develop = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
uniform sampler2D photo, before, after, grains;
uniform vec2 size;
uniform vec3 across, down, red, green, blue;
uniform float vignette, grain;
uniform int grainSize;
out vec4 made;

vec3 level(sampler2D lut, ivec3 at, int width) {
  return vec3(
    texelFetch(lut, ivec2(at.r % width, at.r / width), 0).r,
    texelFetch(lut, ivec2(at.g % width, at.g / width), 0).g,
    texelFetch(lut, ivec2(at.b % width, at.b / width), 0).b);
}

void main() {
  vec2 pixel = vec2(gl_FragCoord.x, size.y - gl_FragCoord.y);
  vec3 place = vec3(pixel / size, 1);
  vec3 taken = texture(photo, vec2(dot(across, place), dot(down, place))).rgb;
  vec3 light = level(before, ivec3(taken * 255. + .5), ${levels});
  vec3 mixed = vec3(dot(red, light), dot(green, light), dot(blue, light));
  vec3 colour = level(after, ivec3(clamp(mixed, 0., ${steps - 1}.)), 64);
  vec2 off = pixel / size * 2. - 1.;
  float way = clamp((dot(off, off) * .5 - .2) / .8, 0., 1.);
  colour *= 1. - vignette * way * way * (3. - 2. * way);
  ivec2 at = ivec2(pixel) / grainSize % ${side};
  colour += colour * (255. - colour) * texelFetch(grains, at, 0).r * grain * 4. / 255.;
  made = vec4(floor(clamp(colour, 0., 255.) + .5) / 255., 1);
}`;

const names = ["photo", "before", "after", "grains", "size", "across", "down", "red", "green", "blue", "vignette", "grain", "grainSize"];

function compiled(gl) {
  const program = gl.createProgram();
  for (const [kind, text] of [[gl.VERTEX_SHADER, everywhere], [gl.FRAGMENT_SHADER, develop]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program) ?? "no WebGL");
  gl.useProgram(program);
  return Object.fromEntries(names.map((name) => [name, gl.getUniformLocation(program, name)]));
}

// One context for all that is drawn: a browser has few of them.
export class Darkroom {
  #canvas = document.createElement("canvas");
  #gl;
  #place;
  #textures = {};
  #source;

  // Throws where there is no WebGL 2.
  constructor(filters) {
    this.filters = filters;
    // Without preserveDrawingBuffer nothing is left to read once the browser has shown it.
    this.#gl = this.#canvas.getContext("webgl2", { antialias: false, alpha: false, preserveDrawingBuffer: true });
    if (!this.#gl) throw new Error("no WebGL 2");
    this.#prepare();
    this.#canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
    this.#canvas.addEventListener("webglcontextrestored", () => { this.#prepare(); });
  }

  #prepare() {
    const gl = this.#gl;
    this.#place = compiled(gl);
    this.#source = undefined;
    ["photo", "before", "after", "grains"].forEach((name, unit) => {
      this.#textures[name] = gl.createTexture();
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, this.#textures[name]);
      for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, side, gl.CLAMP_TO_EDGE);
      const filter = name === "photo" ? gl.LINEAR : gl.NEAREST;
      for (const kind of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, kind, filter);
      gl.uniform1i(this.#place[name], unit);
    });
    this.#fill(3, gl.R32F, side, side, gl.RED, tile());
  }

  #fill(unit, inside, width, height, format, numbers) {
    const gl = this.#gl;
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.texImage2D(gl.TEXTURE_2D, 0, inside, width, height, 0, format, gl.FLOAT, numbers);
  }

  #look(source) {
    if (this.#source === source) return;
    const gl = this.#gl;
    gl.activeTexture(gl.TEXTURE0);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, source);
    this.#source = source;
  }

  // `source`: an opaque canvas. What comes back is good until the next call.
  draw(source, recipe, width, height) {
    const gl = this.#gl;
    if (this.#canvas.width !== width || this.#canvas.height !== height) Object.assign(this.#canvas, { width, height });
    gl.viewport(0, 0, width, height);
    this.#look(source);
    this.#tell(recipe, source, width, height);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    return this.#canvas;
  }

  #tell(recipe, source, width, height) {
    const gl = this.#gl;
    const at = this.#place;
    const made = tables(recipe, this.filters);
    // A half more, so that cutting off the fraction rounds, as the server does it.
    this.#fill(1, gl.RGBA32F, levels, 1, gl.RGBA, interleaved(made.before, (value) => value * (steps - 1) + 0.5));
    this.#fill(2, gl.RGBA32F, 64, steps / 64, gl.RGBA, interleaved(made.after, (value) => value));
    const place = placement(recipe, source.width, source.height);
    gl.uniform2f(at.size, width, height);
    gl.uniform3f(at.across, ...place.slice(0, 3));
    gl.uniform3f(at.down, ...place.slice(3));
    ["red", "green", "blue"].forEach((name, row) => gl.uniform3f(at[name], ...made.matrix[row]));
    const longest = Math.max(width, height);
    gl.uniform1f(at.vignette, made.vignette);
    gl.uniform1f(at.grain, made.grain * Math.min(1, longest / grainLength));
    gl.uniform1i(at.grainSize, Math.max(1, Math.floor((longest + grainLength / 2) / grainLength)));
  }
}

function interleaved(channels, change) {
  const numbers = new Float32Array(channels[0].length * 4);
  channels.forEach((table, channel) => table.forEach((value, n) => { numbers[n * 4 + channel] = change(value); }));
  return numbers;
}

// Where there is no WebGL: turned, straightened and cropped, in its own colours.
export class PlainDarkroom {
  #canvas = document.createElement("canvas");

  draw(source, recipe, width, height) {
    Object.assign(this.#canvas, { width, height });
    const [a, b, c, d, e, f] = placement(recipe, source.width, source.height);
    const onto = this.#canvas.getContext("2d");
    const scaled = new DOMMatrix([a * source.width / width, d * source.height / width, b * source.width / height, e * source.height / height, c * source.width, f * source.height]);
    onto.setTransform(scaled.inverse());
    onto.drawImage(source, 0, 0);
    return this.#canvas;
  }
}
