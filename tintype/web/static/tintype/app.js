// What every page gets besides htmx: times in words, carousels, long captions, questions before deleting, a place
// for messages, blurs of photos that are still to come. Every page works without it.

import { paintBlur } from "./blur.js";

const units = [[60, "second", 1], [3600, "minute", 60], [86400, "hour", 3600], [604800, "day", 86400]];
const inWords = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
const asDate = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });

function timeInWords(element) {
  const moment = new Date(element.dateTime);
  const seconds = Math.max(0, (Date.now() - moment) / 1000);
  const unit = units.find(([limit]) => seconds < limit);
  if (seconds < 45) element.textContent = "now";
  else element.textContent = unit ? inWords.format(-Math.floor(seconds / unit[2]) || -1, unit[1]) : asDate.format(moment);
  element.title = moment.toLocaleString();
}

function arrow(name, label) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `turn ${name}`;
  button.ariaLabel = label;
  button.textContent = name === "later" ? "›" : "‹";
  return button;
}

function carousel(plates) {
  const strip = plates.querySelector(".strip");
  const dots = plates.nextElementSibling?.matches(".dots") ? [...plates.nextElementSibling.children] : [];
  const earlier = arrow("earlier", "Previous photo");
  const later = arrow("later", "Next photo");
  const width = () => strip.clientWidth || 1;
  const turn = (by) => strip.scrollBy({ left: by * width() });
  const show = () => {
    const at = Math.round(Math.abs(strip.scrollLeft) / width());
    dots.forEach((dot, n) => dot.classList.toggle("on", n === at));
    earlier.hidden = at === 0;
    later.hidden = at === strip.children.length - 1;
  };
  earlier.addEventListener("click", () => turn(-1));
  later.addEventListener("click", () => turn(1));
  strip.addEventListener("scroll", show, { passive: true });
  plates.append(earlier, later);
  show();
}

function enhance(root) {
  root.querySelectorAll("time[datetime]").forEach(timeInWords);
  root.querySelectorAll("img[data-blur]").forEach(paintBlur);
  root.querySelectorAll("[data-strip]:not([data-ready])").forEach((plates) => {
    plates.dataset.ready = "";
    carousel(plates);
  });
}

function say(message) {
  const toast = document.querySelector("#toast");
  toast.textContent = message;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { toast.textContent = ""; }, 6000);
}

document.addEventListener("click", (event) => {
  const asks = event.target.closest("[data-confirm]");
  if (asks && !confirm(asks.dataset.confirm)) {
    event.preventDefault();
    event.stopPropagation();
  }
  const more = event.target.closest("[data-more]");
  if (more) {
    event.preventDefault();
    more.previousElementSibling.classList.remove("clamp");
    more.remove();
  }
  document.querySelectorAll(".menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
}, true);

document.addEventListener("dblclick", (event) => {
  const heart = event.target.closest(".plate img") && event.target.closest("article").querySelector(".like [aria-pressed=false]");
  heart?.click();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelectorAll(".menu[open], .alt[open]").forEach((open) => { open.open = false; });
});

// A double click would send a form twice, and the answer to the second ("this name is taken") hide that to the first.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.matches("[hx-post]")) return;
  if ("sent" in form.dataset) event.preventDefault();
  form.dataset.sent = "";
  setTimeout(() => delete form.dataset.sent, 5000);
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

document.addEventListener("htmx:load", (event) => enhance(event.detail.elt));
document.addEventListener("htmx:sendError", () => say("No connection. Please try again."));
document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  const isPlain = xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
  say(isPlain ? xhr.responseText : "That did not work. Please load the page again.");
});

enhance(document);
// Files that were chosen for a post (kept.js) are nobody's any more.
if (document.body.matches(".anonymous")) indexedDB.deleteDatabase("tintype");
setInterval(() => document.querySelectorAll("time[datetime]").forEach(timeInWords), 60_000);
