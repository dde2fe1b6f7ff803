// megalodon, on which apps like Whalebird stand. One request a line comes in, [name, …arguments] as JSON; one answer
// a line goes out.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import megalodon from "megalodon";

const generator = megalodon.default ?? megalodon;
const OOB = "urn:ietf:wg:oauth:2.0:oob";
const [url] = process.argv.slice(2);
let client = generator("mastodon", url);
let app;
const heard = [];

const actions = {
  async listen() {
    const stream = await client.userStreaming();
    for (const event of ["update", "status_update", "notification"])
      stream.on(event, (entity) => heard.push([event, entity.id]));
    stream.on("delete", (id) => heard.push(["delete", id]));
    await new Promise((done) => stream.on("connect", done));
    return {};
  },
  async heard() {
    return heard;
  },
  async register(scopes) {
    app = await client.registerApp("megalodon", { scopes, redirect_uris: OOB });
    return { page: app.url };
  },
  async logIn(code) {
    const token = await client.fetchAccessToken(app.client_id, app.client_secret, code, OOB);
    client = generator("mastodon", url, token.access_token);
    return {};
  },
  async upload(path, description) {
    const { data } = await client.uploadMedia(createReadStream(path), { description });
    return data;
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...args] = JSON.parse(line);
  let answer;
  try {
    const result = await (actions[name] ?? ((...rest) => client[name](...rest)))(...args);
    answer = { data: result.data ?? result, link: result.headers?.link ?? null };
  } catch (error) {
    answer = { error: `${name}: ${error.message} ${JSON.stringify(error.response?.data ?? null)}` };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
// A stream would keep it alive.
process.exit(0);
