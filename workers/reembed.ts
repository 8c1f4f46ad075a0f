import { Command } from "commander";
import { parseConfig } from "@/lib/config";
import { reembed } from "@/lib/gallery/reembed";
import { runTransfer, type Transfer } from "@/lib/gallery/run-transfer";

/** Images that are named; of the others the number is told. */
const MAX_NAMED = 20;

const config = parseConfig(process.env);
const command = new Command("reembed")
  .description(
    "Embeds the images of a gallery in an engine (WAVELENGTH_STORE) with another model (WAVELENGTH_MODEL), while it is being used, and switches it over.",
  )
  .option("--leave-behind", "switch also when some images cannot be read: they stay in the old one")
  .parse();
const { leaveBehind = false } = command.opts<{ leaveBehind?: boolean }>();

const run: Transfer = async (onProgress, signal) => {
  const { from, to, embedded, failed, fromThumbnails, isSwitched } = await reembed(config, {
    leavesBehind: leaveBehind,
    onProgress: ({ looked, total }) => onProgress({ done: looked, total }),
    signal,
  });
  if (from === undefined) return [`The gallery has this model's vectors already, in ${to}.`];
  const named = [...failed].slice(0, MAX_NAMED).map(([id, why]) => `  ${id}: ${why}`);
  if (failed.size > named.length) named.push(`  … and ${failed.size - named.length} more`);
  return [
    `${embedded} images embedded into ${to}${fromThumbnails > 0 ? `, ${fromThumbnails} of them from thumbnails: their files were not there` : ""}.`,
    ...(failed.size > 0 ? [`${failed.size} could not be read:`, ...named] : []),
    ...(isSwitched
      ? [
          `The gallery is in ${to} now: start the servers anew with this model. ${from} is kept until you remove it.`,
        ]
      : [
          `Nothing was switched: the gallery is in ${from} as before. Bring the files back and run the same again, or leave them behind (--leave-behind).`,
        ]),
  ];
};

await runTransfer("images", run);
