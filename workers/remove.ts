import { resolve, sep } from "node:path";
import { Command } from "commander";
import { parseConfig } from "@/lib/config";
import { type ImageId, isImageId } from "@/lib/energy/image-id";
import { isAppError } from "@/lib/errors";
import { openGallery } from "@/lib/gallery/open-gallery";
import type { VectorStore } from "@/lib/store/vector-store";

const command = new Command("remove")
  .description("Removes images from the gallery for good. Their files stay where they are.")
  .argument("<folder-or-id...>", "folders that were added, or image ids")
  .parse();

/** Every image whose places all lie in one of the folders. */
async function imagesIn(folders: readonly string[], store: VectorStore): Promise<ImageId[]> {
  const roots = folders.map((folder) => resolve(folder));
  const isInside = (path: string) =>
    roots.some((root) => path === root || path.startsWith(root + sep));
  const ids: ImageId[] = [];
  for await (const batch of store.scan()) {
    for (const { id, locations } of batch) {
      if (locations.every(({ path }) => isInside(path))) ids.push(id);
    }
  }
  return ids;
}

try {
  const { store, close } = await openGallery(parseConfig(process.env));
  const ids = command.args.filter(isImageId);
  const folders = command.args.filter((arg) => !isImageId(arg));
  const inFolders = folders.length > 0 ? await imagesIn(folders, store) : [];
  const count = await store.remove([...new Set([...ids, ...inFolders])]);
  await close();
  process.stdout.write(
    `${count} images removed. They stay out when their folder is added again; --again brings them back.\n`,
  );
} catch (error) {
  process.stderr.write(`${isAppError(error) ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
