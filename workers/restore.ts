import { Command } from "commander";
import { parseConfig } from "@/lib/config";
import { restoreBackup } from "@/lib/gallery/backup/restore-backup";
import { makeDataFolder } from "@/lib/gallery/data-folder-failure";
import { readGallerySchema } from "@/lib/gallery/gallery-schema";
import { openThumbnails } from "@/lib/gallery/open-thumbnails";
import { runTransfer, type Transfer } from "@/lib/gallery/run-transfer";

const command = new Command("restore")
  .description("Puts a gallery back from a backup, into the data folder or the store that is set.")
  .argument("<backup>", "a folder that `npm run backup` made")
  .option("--into <folder>", "another data folder than WAVELENGTH_DATA says")
  .option("--merge", "put what is missing into a gallery that has images")
  .parse();
const { into, merge = false } = command.opts<{ into?: string; merge?: boolean }>();
const [backup = ""] = command.args;

/** An embedded store appears when it is whole; in any other place what was put in stays there. */
let goesOn = merge;

const restore: Transfer = async (onProgress, signal) => {
  const config = parseConfig({ ...process.env, ...(into ? { WAVELENGTH_DATA: into } : {}) });
  goesOn ||= config.store.kind !== "embedded";
  const schema = await readGallerySchema(config.modelDir);
  await makeDataFolder(config.dataDir);
  const thumbnails = openThumbnails(config);
  const settings = { backup, config, schema, thumbnails, merge, onProgress, signal };
  const { galleryId, restored, skipped, pictures } = await restoreBackup(settings);
  return [
    `${restored} images restored to gallery ${galleryId}, ${pictures} pictures put into place${skipped > 0 ? `; ${skipped} were there or had been removed` : ""}.`,
    `Start anew to see them${into ? `: npm start -- --data ${into}` : ""}.`,
  ];
};

await runTransfer("images", restore, () =>
  goesOn
    ? "Stopped: run it again with --merge to go on."
    : "Stopped: no gallery was made, only pictures were put into place. It begins anew next time.",
);
