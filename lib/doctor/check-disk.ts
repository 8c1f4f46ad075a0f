import { broken, type Check, type Finding, good, notice } from "./finding";
import { DISK_A_PICTURE, DISK_A_ROW } from "./gallery-size";

/** Less than this, and the next commit may fail. */
const LEAST_BYTES = 200e6;
/** An image is two thumbnails; less than these many files are soon used up. */
const LEAST_FILES = 20_000;

/** Room on a disk. */
export interface DiskRoom {
  readonly freeBytes: number;
  /** Files that can be made; `undefined` where the file system has no such limit. */
  readonly freeFiles: number | undefined;
}

export interface DiskCircumstances {
  readonly dataDir: string;
  room(): Promise<DiskRoom>;
  /** Images in an embedded gallery; 0 when there is none. */
  count(): Promise<number>;
  /** Makes a file in the data folder, moves it and deletes it. @throws what the file system throws. */
  tryToWrite(): Promise<void>;
  /** Folders of the data folder that lie on another disk than itself. */
  foreignFolders(): Promise<readonly string[]>;
}

export function checkDisk(disk: DiskCircumstances): Check {
  return {
    about: "disk",
    async run() {
      const refused = await disk.tryToWrite().then(
        () => undefined,
        (error: NodeJS.ErrnoException) => error,
      );
      if (refused) return [writeFailure(disk.dataDir, refused)];
      const [room, count, foreign] = await Promise.all([
        disk.room(),
        disk.count(),
        disk.foreignFolders(),
      ]);
      return [
        bytesFinding(room.freeBytes, count),
        ...filesFindings(room.freeFiles),
        ...foreign.map((folder) =>
          notice(
            `${folder} lies on another disk than the rest of the data folder`,
            "It works, but `npm run restore` cannot put a gallery into place there: restore into another data folder (--into) and move that one as a whole.",
          ),
        ),
      ];
    },
  };
}

function bytesFinding(free: number, count: number): Omit<Finding, "about"> {
  const more = Math.floor(free / (DISK_A_ROW + DISK_A_PICTURE));
  const says = `${gigabytes(free)} free, room for some ${more} more images`;
  if (free < LEAST_BYTES) {
    return broken(says, "Free some space, or choose another disk with WAVELENGTH_DATA.");
  }
  // Its log is written anew now and then, and the old one goes only then.
  if (free < DISK_A_ROW * count) {
    return notice(
      `${says}; tidying up a gallery of ${count} needs ${gigabytes(DISK_A_ROW * count)} for a while`,
      "Free some space before adding more.",
    );
  }
  return good(says);
}

function filesFindings(freeFiles: number | undefined): Omit<Finding, "about">[] {
  if (freeFiles === undefined || freeFiles >= LEAST_FILES) return [];
  const says = `${freeFiles} more files can be made on this disk, two an image (inodes)`;
  const advice = "Choose a disk that was made for more files, with WAVELENGTH_DATA.";
  return [freeFiles === 0 ? broken(says, advice) : notice(says, advice)];
}

function writeFailure(dataDir: string, { code }: NodeJS.ErrnoException): Omit<Finding, "about"> {
  if (code === "ENOSPC" || code === "EDQUOT") {
    return broken(
      `the disk of ${dataDir} is full (${code})`,
      "Free some space. Everything that was acknowledged is kept.",
    );
  }
  return broken(
    `${dataDir} cannot be written to (${code})`,
    "Change its permissions, or choose another with WAVELENGTH_DATA.",
  );
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
