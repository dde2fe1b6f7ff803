// The page on which a post is changed: its photos are developed anew, each from its original.

import { asJpeg } from "./editor/sheet.js";

async function fetched(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(60_000) });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.blob();
}

function offer(row) {
  const [button, field, picture, trouble] = [".edit", "[name=recipes]", ".preview", ".trouble"].map((part) => row.querySelector(part));
  let original;

  const onDone = async (recipe, canvas) => {
    field.value = JSON.stringify(recipe);
    picture.src = URL.createObjectURL(await asJpeg(canvas));
  };

  const edit = async () => {
    if (button.ariaBusy) return;
    button.ariaBusy = "true";
    trouble.textContent = "";
    try {
      original ??= await fetched(row.dataset.original);
      const { openEditor } = await import("./editor/editor.js");
      await openEditor({ source: original, recipe: JSON.parse(field.value || "{}"), onDone });
    } catch (error) {
      console.error(error);
      trouble.textContent = "The photo could not be fetched. Please try again.";
    }
    button.ariaBusy = null;
  };

  button.hidden = false;
  button.addEventListener("click", edit);
}

document.querySelectorAll("[data-original]").forEach(offer);
