import { Command } from "commander";
import { parseConfig } from "@/lib/config";
import { type ImageId, isImageId } from "@/lib/energy/image-id";
import { isAppError } from "@/lib/errors";
import { openGallery } from "@/lib/gallery/open-gallery";
import { removeFolder, removeImages } from "@/lib/gallery/remove-images";

const command = new Command("remove")
  .description("Removes images from the gallery for good. Their files stay where they are.")
  .argument("<folder-or-id...>", "folders that were added, or image ids");

async function main(): Promise<void> {
  const config = parseConfig(process.env);
  const gallery = await openGallery(config);
  try {
    const isThere = async (id: ImageId) => (await gallery.store.get([id]))[0] !== undefined;
    let count = 0;
    for (const arg of command.args) {
      if (isImageId(arg) && (await isThere(arg))) {
        count += await removeImages(gallery, [arg]);
        continue;
      }
      // A folder, then: also one whose name looks like an id.
      const { removed, staying } = await removeFolder(gallery, arg);
      count += removed;
      if (staying > 0) {
        process.stdout.write(`${staying} images lie in other folders too and stay for that.\n`);
      } else if (removed === 0) {
        process.stderr.write(
          `The gallery has nothing from ${JSON.stringify(arg)}: neither an image of that id nor a folder.\n`,
        );
        process.exitCode = 1;
      }
    }
    if (count === 0) return;
    process.stdout.write(
      `${count} images removed. They stay out when their folder is added again; --again brings them back.\n`,
    );
  } finally {
    // Its threads would keep this process alive.
    await gallery.close();
  }
}

// An id may begin with a dash: nothing but a plea for help is an option.
const args = process.argv.slice(2).filter((arg) => arg !== "--");
command.parse(args.includes("--help") || args.includes("-h") ? args : ["--", ...args], {
  from: "user",
});
try {
  await main();
} catch (error) {
  process.stderr.write(`${isAppError(error) ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
