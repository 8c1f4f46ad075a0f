import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const NO_LINKS = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/**
 * The owner's token: 32 random bytes as base64url, kept in the data folder and readable by its user
 * only. Made by whoever needs it first, and the same for all who share the folder: it appears whole or
 * not at all, for who reads it half would take an empty text for the owner's.
 *
 * @param {string} dataDir
 * @returns {Promise<string>}
 * @throws what the file system throws; {Error} for a file that holds none.
 */
export async function ownerToken(dataDir) {
  const path = join(dataDir, "owner-token");
  const kept = await read(path);
  if (kept !== undefined) return kept;
  await mkdir(dataDir, { recursive: true });
  const beside = `${path}.${randomBytes(6).toString("hex")}.new`;
  try {
    await writeFile(beside, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" });
    await link(beside, path);
  } catch (error) {
    const { code = "" } = /** @type {NodeJS.ErrnoException} */ (error);
    // Some shares have no second names for a file: there, of two at once, the later counts.
    if (NO_LINKS.has(code)) await rename(beside, path);
    // Another process made it first: its token counts.
    else if (code !== "EEXIST") throw error;
  } finally {
    await rm(beside, { force: true });
  }
  return (await read(path)) ?? "";
}

/** @param {string} path */
async function read(path) {
  let token;
  try {
    token = (await readFile(path, "utf8")).trim();
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOENT") throw error;
    return undefined;
  }
  if (token.length >= 20) return token;
  throw new Error(
    `Expected the owner's token in ${path} but it holds ${token.length} characters: delete the file, and a new one is made.`,
  );
}
