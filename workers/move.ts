import { Command, InvalidArgumentError } from "commander";
import { parseConfig } from "@/lib/config";
import { AppError, isAppError } from "@/lib/errors";
import { readGallerySchema } from "@/lib/gallery/gallery-schema";
import { TransferPrinter } from "@/lib/gallery/transfer-printer";
import { copyGallery } from "@/lib/store/copy-gallery";
import { openStore } from "@/lib/store/open-store";
import { readStoreAddress, type StoreAddress } from "@/lib/store/store-address";

/** What shells give out for a program that was ended by Ctrl-C. */
const INTERRUPTED = 130;

const config = parseConfig(process.env);
const PLACES = '"embedded" for the data folder, or qdrant://host:port/collection';
const command = new Command("move")
  .description("Copies the gallery into another store, vectors and all: nothing is embedded again.")
  .requiredOption("--to <place>", PLACES, placeOf)
  .option("--from <place>", `${PLACES}; what WAVELENGTH_STORE says by default`, placeOf)
  .option("--merge", "also into a store that holds another gallery")
  .parse();
const {
  to,
  from = config.store,
  merge = false,
} = command.opts<{
  to: StoreAddress;
  from?: StoreAddress;
  merge?: boolean;
}>();

const stop = new AbortController();
process.once("SIGINT", () => stop.abort());
process.once("SIGTERM", () => stop.abort());
const printer = new TransferPrinter("images");

function placeOf(text: string): StoreAddress {
  const { store } = config;
  const key = store.kind === "qdrant" ? store.apiKey : process.env.WAVELENGTH_QDRANT_KEY;
  try {
    return readStoreAddress(text === "embedded" ? "" : text, key);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

function textOf(place: StoreAddress): string {
  if (place.kind === "embedded") return "embedded";
  return `${place.url.replace(/^http/, "qdrant")}/${place.collection}`;
}

async function main(): Promise<void> {
  if (textOf(from) === textOf(to)) {
    throw new AppError("invalid_request", `Expected two places but both are ${textOf(to)}.`);
  }
  const schema = await readGallerySchema(config.modelDir);
  const source = await openStore({ ...config, store: from }, schema);
  try {
    const { galleryId, count } = source.state();
    if (count === 0) {
      throw new AppError("invalid_request", `Expected images in ${textOf(from)} but it has none.`);
    }
    const target = await openStore({ ...config, store: to }, schema, galleryId);
    try {
      const { signal } = stop;
      const onProgress = printer.show.bind(printer);
      const report = await copyGallery(source, target, { merge, signal, onProgress });
      const said = to.kind === "embedded" ? "" : textOf(to);
      printer.done([
        `${report.copied} images copied to ${textOf(to)}; ${report.images - Math.min(report.copied, report.images)} were there already, ${report.others} are there only.`,
        `Checked: all ${report.images} are there, and of ${report.checked} the vectors are equal to the last bit.`,
        `To use them, set WAVELENGTH_STORE=${said} and start anew. ${textOf(from)} is as it was.`,
      ]);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

try {
  await main();
} catch (error) {
  if (stop.signal.aborted) {
    printer.failed("Stopped: run the same again to go on.");
    process.exitCode = INTERRUPTED;
  } else {
    printer.failed(isAppError(error) ? error.message : ((error as Error).stack ?? String(error)));
    process.exitCode = 1;
  }
}
