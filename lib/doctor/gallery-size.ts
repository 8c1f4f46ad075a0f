/**
 * What a gallery of `wavelength-1` (512 + 128 numbers an image) takes; the only place for these figures.
 * Measured with 300,000 made-up images on 30 November 2026, Node 20.20, Linux x64 (docs/adr/0037).
 */

/** Resident bytes an image of the embedded store: 841 measured after searches, rounded up. */
export const MEMORY_A_ROW = 1_000;
/** Allowed, not measured, for the server with its model and without images; `npm run add` had 650 MB. */
export const MEMORY_BASE = 600e6;
/**
 * Bytes an image on the disk, log and index: 12.0 kB measured at 1,000,000, with the versions of the log
 * that are not forgotten yet; up to 14 kB right after many were added.
 */
export const DISK_A_ROW = 12_000;
/** Allowed, not measured, for an image's two thumbnails. */
export const DISK_A_PICTURE = 60_000;
