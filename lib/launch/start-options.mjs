import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { LaunchError } from "./explain-failure.mjs";

export const START_HELP = `npm start                       the sample gallery at http://localhost:3000
npm start -- ~/Pictures         the images of a folder instead
npm start -- --port 3001        another port
npm start -- --host 0.0.0.0     let other machines in (adding and removing stays the owner's)
npm start -- --dev              with hot reload, for working on Wavelength
npm start -- --no-open          do not open a browser
npm start -- --data <folder>    keep vectors and thumbnails there (or WAVELENGTH_DATA)`;

/**
 * @typedef {object} StartOptions
 * @property {number} port 1–65535
 * @property {string} host
 * @property {boolean} isDev
 * @property {boolean} shouldOpen a browser, when there is a desktop to open it on
 * @property {boolean} wantsHelp
 * @property {string | undefined} folder absolute
 * @property {string} dataDir absolute
 */

/**
 * @param {readonly string[]} argv what follows `npm start --`
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {string} cwd
 * @returns {StartOptions}
 * @throws {LaunchError} for an option that does not exist or a port that is none.
 */
export function parseStartOptions(argv, env, cwd) {
  const { values, positionals } = parse(argv);
  if (positionals.length > 1) {
    throw new LaunchError(
      `Expected one folder but received ${positionals.length}: start with one, then add others with \`npm run add -- <folder…>\`.`,
    );
  }
  const port = Number(values.port ?? (env.PORT || 3000));
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new LaunchError(
      `Expected a port from 1 to 65535 but received ${values.port ?? env.PORT}: try \`npm start -- --port 3001\`.`,
    );
  }
  const named = positionals[0];
  const folder = named === undefined ? undefined : resolve(cwd, withHome(named));
  const data = values.data ?? (env.WAVELENGTH_DATA || undefined);
  return {
    port,
    host: values.host ?? (env.WAVELENGTH_HOST || "127.0.0.1"),
    isDev: values.dev ?? false,
    shouldOpen: !values["no-open"],
    wantsHelp: values.help ?? false,
    folder,
    dataDir: resolve(cwd, data ?? defaultDataDir(folder)),
  };
}

/** @param {readonly string[]} argv */
function parse(argv) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        port: { type: "string", short: "p" },
        host: { type: "string", short: "H" },
        data: { type: "string" },
        dev: { type: "boolean" },
        "no-open": { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // Node goes on about how to pass a file of that name.
    throw new LaunchError(`${reason.split(". ")[0]}. These exist:\n${START_HELP}`, {
      cause: error,
    });
  }
}

/**
 * A folder gets a gallery of its own, so that looking at one does not mix it with the sample's or
 * another's: `.wavelength/folder-<8 hexadecimal digits of its path>`.
 *
 * @param {string | undefined} folder absolute
 */
function defaultDataDir(folder) {
  if (folder === undefined) return ".wavelength";
  const hash = createHash("sha256").update(folder).digest("hex").slice(0, 8);
  return join(".wavelength", `folder-${hash}`);
}

/**
 * Shells expand `~` but not in `--data=~/x` nor on Windows.
 *
 * @param {string} path
 */
function withHome(path) {
  return path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(1)) : path;
}
