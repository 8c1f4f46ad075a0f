import { countInWords } from "@/lib/takeaway/taken-item";
import { Modal, SHEET_CLASS } from "../dialog/modal";
import { SheetHead } from "../dialog/sheet-head";
import type { Credits } from "./fetch-credits";
import { type Taken, type TakenFile, useTakenFiles } from "./use-taken-files";

interface TakeawaySheetProps {
  /** The same value from render to render: its files are made anew when it changes. */
  readonly taken: Taken;
  readonly showsMature: boolean;
  readonly onClose: () => void;
}

/** A trail or a board as files: a contact sheet with credits, a palette, everything as JSON. */
export function TakeawaySheet({ taken, showsMature, onClose }: TakeawaySheetProps) {
  const { files, palette, credits, error, retry } = useTakenFiles(taken, showsMature);
  const total = palette.reduce((sum, { share }) => sum + share, 0);
  const missing = credits && missingIn(taken, credits);
  return (
    <Modal label="Take it with you" onClose={onClose} className={SHEET_CLASS}>
      <SheetHead title="Take it with you" onClose={onClose} />
      {error ? (
        <div role="alert" className="mt-2">
          <p>{error.message}</p>
          <button type="button" onClick={retry} className="pill mt-3">
            Try again
          </button>
        </div>
      ) : (
        <>
          <p className="mt-1 text-muted" role="status">
            {files
              ? `Made in this browser, of ${countInWords(taken.items)}. ${missing || "Nothing is missing."}`
              : "Laying out …"}
          </p>
          {files ? (
            <ul className="mt-4 flex flex-col gap-5">
              {files.sheets.map((sheet, i) => (
                <li key={sheet.url}>
                  {/* biome-ignore lint/performance/noImgElement: a picture of this page's own. */}
                  <img
                    src={sheet.url}
                    alt={`Contact sheet of ${taken.name}`}
                    className="mb-3 max-h-[38dvh] w-full rounded border border-line object-cover object-top"
                  />
                  <Offer
                    title={files.sheets.length > 1 ? `Contact sheet ${i + 1}` : "Contact sheet"}
                    about="Every picture, and under them who made it, its licence and source."
                    files={[{ ...sheet, kind: "PNG" }]}
                  />
                </li>
              ))}
              <li>
                {palette.length > 0 && (
                  <span className="mb-3 flex h-6 overflow-hidden rounded border border-line">
                    {palette.map(({ name, rgb, share }) => (
                      <span
                        key={name}
                        title={name}
                        style={{ backgroundColor: rgb, width: `${(100 * share) / total}%` }}
                      />
                    ))}
                  </span>
                )}
                <Offer
                  title="Palette"
                  about={palette.map(({ name }) => name).join(", ") || "It has no colours."}
                  files={
                    palette.length > 0
                      ? [
                          { ...files.css, kind: "CSS" },
                          { ...files.gpl, kind: "GPL" },
                        ]
                      : []
                  }
                />
              </li>
              <li>
                <Offer
                  title="Everything"
                  about="Hops, dials, names, notes, and what is known of every picture."
                  files={[{ ...files.json, kind: "JSON" }]}
                />
              </li>
            </ul>
          ) : (
            <progress className="spectrum-progress mt-4" aria-label="Laying out the files" />
          )}
        </>
      )}
    </Modal>
  );
}

interface OfferProps {
  readonly title: string;
  readonly about: string;
  readonly files: readonly (TakenFile & { readonly kind: string })[];
}

/** What a file is, and the way to save it. */
function Offer({ title, about, files }: OfferProps) {
  return (
    <div className="flex items-center gap-3">
      <div className="min-w-0 flex-1">
        <h3>{title}</h3>
        <p className="text-muted text-xs">{about}</p>
      </div>
      {files.map(({ name, url, bytes, kind }) => (
        <a
          key={kind}
          href={url}
          download={name}
          title={`${name}, ${sizeInWords(bytes)}`}
          aria-label={`Save ${title.toLowerCase()} as ${kind}: ${name}`}
          className="pill"
        >
          {kind}
        </a>
      ))}
    </div>
  );
}

function sizeInWords(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

/** What is missing of what is taken, in a sentence; empty when nothing is. */
function missingIn({ items }: Taken, { images }: Credits): string {
  const found = items.flatMap((item) =>
    item.kind === "image" ? [images.get(item.id)?.files ?? "not_in_gallery"] : [],
  );
  const parts = [
    ["original_missing", "original"],
    ["thumbnail_missing", "thumbnail"],
    ["not_in_gallery", "picture"],
  ].flatMap(([state, thing = ""]) => {
    const count = found.filter((each) => each === state).length;
    return count > 0 ? [counted(count, thing)] : [];
  });
  const isOne = parts.length === 1 && parts[0]?.startsWith("1 ");
  return parts.length === 0
    ? ""
    : `${parts.join(", ")} ${isOne ? "is" : "are"} missing: sheet and file say which.`;
}
