// A chosen photo and the editor: its row shows it as it will be. The file itself is sent as it is; what is to be done
// to it goes with the post.

import { asJpeg } from "./editor/sheet.js";
import { showPicture } from "./rows.js";

const cannot = "This browser cannot show this kind of photo, so it cannot be edited here. It can be posted as it is.";
// Fetched when somebody wants it.
const editor = () => import("./editor/editor.js");

export async function edit(photo, onChange, onTrouble) {
  const button = photo.element.querySelector(".edit");
  // A large photo takes a second to decode, in which an impatient finger would open a second editor.
  if (button.ariaBusy) return;
  button.ariaBusy = "true";
  onTrouble("");
  const onDone = async (recipe, canvas) => {
    photo.recipe = recipe;
    onChange();
    showPicture(photo, await asJpeg(canvas));
  };
  try {
    await (await editor()).openEditor({ source: photo.file, recipe: photo.recipe, onDone });
  } catch (error) {
    console.error(error);
    onTrouble(cannot);
  }
  button.ariaBusy = null;
}

export async function showDeveloped(photo) {
  showPicture(photo, photo.file);
  if (!Object.keys(photo.recipe ?? {}).length) return;
  const canvas = document.createElement("canvas");
  await (await editor()).drawPreview(canvas, photo.file, photo.recipe);
  showPicture(photo, await asJpeg(canvas));
}
