import { Command } from "commander";
import { parseConfig } from "@/lib/config";
import { makeBackup } from "@/lib/gallery/backup/make-backup";
import { readGallerySchema } from "@/lib/gallery/gallery-schema";
import { openThumbnails } from "@/lib/gallery/open-thumbnails";
import { runTransfer, type Transfer } from "@/lib/gallery/run-transfer";
import { openStore } from "@/lib/store/open-store";

const command = new Command("backup")
  .description("Writes the gallery into a new folder, from which any store can be restored.")
  .argument("<folder>", "that is not there yet")
  .option("--without-pictures", "leave out thumbnails and the pictures that we keep")
  .parse();
const { withoutPictures = false } = command.opts<{ withoutPictures?: boolean }>();
const [target = ""] = command.args;

const backUp: Transfer = async (onProgress, signal) => {
  const config = parseConfig(process.env);
  const store = await openStore(config, await readGallerySchema(config.modelDir));
  try {
    const { images, removed, pictures, files } = await makeBackup({
      store,
      thumbnails: openThumbnails(config),
      dataDir: config.dataDir,
      target,
      withPictures: !withoutPictures,
      onProgress,
      signal,
    });
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const shown = pictures
      ? `thumbnails of ${pictures.thumbnails} and ${pictures.kept} pictures that are kept here`
      : "no pictures";
    return [
      `${images} images with their vectors, ${removed} ids that were removed, ${shown}: ${Math.ceil(bytes / 1e6)} MB in ${target}.`,
      `npm run restore -- ${target} puts them back.`,
    ];
  } finally {
    await store.close();
  }
};

await runTransfer(
  "images",
  backUp,
  () => "Stopped: nothing is left there. It begins anew next time.",
);
