// Talking to Tintype's own server in JSON, for the page that makes a post.

const form = document.querySelector("#compose");

// For good: trying again changes nothing. Anything else that is thrown may go better the next time.
export class Refused extends Error {}

export const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

export async function call(url, { method = "GET", body } = {}) {
  const headers = { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  if (typeof body === "string") headers["Content-Type"] = "application/json";
  const response = await fetch(url, { method, headers, body, signal: AbortSignal.timeout(30_000) });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw problem(response.status, answer);
}

function problem(status, answer) {
  const told = { status, answer };
  if (status === 401) {
    const words = "You have been signed out. Sign in again and come back to this page: nothing here is lost.";
    return Object.assign(new Error("signed out"), { words, ...told });
  }
  if (status === 429 || status >= 500) return Object.assign(new Error(`status ${status}`), { words: answer.message, ...told });
  return Object.assign(new Refused(answer.message ?? "The server refused this."), told);
}
