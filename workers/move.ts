import { Command, InvalidArgumentError } from "commander";
import { parseConfig } from "@/lib/config";
import { AppError } from "@/lib/errors";
import { readGallerySchema } from "@/lib/gallery/gallery-schema";
import { runTransfer, type Transfer } from "@/lib/gallery/run-transfer";
import { copyGallery } from "@/lib/store/copy-gallery";
import { openStore } from "@/lib/store/open-store";
import { readStoreAddress, type StoreAddress } from "@/lib/store/store-address";

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
  const [scheme] = place.urls.map((url) => url.replace(/^http(s?):.*/, "qdrant$1"));
  const nodes = place.urls.map((url) => url.replace(/^https?:\/\//, ""));
  return `${scheme}://${nodes.join(",")}/${place.collection}`;
}

const move: Transfer = async (onProgress, signal) => {
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
      const report = await copyGallery(source, target, { merge, signal, onProgress });
      const { images, copied, others, checked } = report;
      return [
        `${copied} images copied to ${textOf(to)}, which has ${images + others} now.`,
        `Checked: none of ${images} is missing, and of ${checked} the vectors are equal to the last bit.`,
        `To use it, set WAVELENGTH_STORE=${to.kind === "embedded" ? "" : textOf(to)} and start anew. ${textOf(from)} is as it was.`,
      ];
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
};

await runTransfer("images", move);
