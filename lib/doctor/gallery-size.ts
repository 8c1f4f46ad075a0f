/**
 * What a gallery of `wavelength-1` (512 + 128 numbers an image) takes; the only place for these figures.
 * Measured with 300,000 made-up images on 30 November 2026, Node 20.20, Linux x64 (docs/adr/0037).
 */

/** Resident bytes an image of the embedded store: 841 measured after searches, rounded up. */
export const MEMORY_A_ROW = 1_000;
/** Allowed for the server with its model and without images: `npm run add` had 650 MB. */
export const MEMORY_BASE = 600e6;
/** Bytes an image on the disk at rest, log and index; while a log is written anew, twice as much. */
export const DISK_A_ROW = 6_500;
/** Bytes of an image's two thumbnails, as they mostly are. */
export const DISK_A_PICTURE = 60_000;
