// Runs before anything else, on any Node: keep the syntax of this file to what Node 12 can parse.

/** The oldest Node the app runs on; `package.json` says the same under `engines`. */
export const OLDEST_NODE = "20.9.0";

/**
 * Compares two versions by their numbers: negative, 0 or positive as `a` is older, the same, newer.
 * What follows a `-` (a pre-release) does not count.
 *
 * @param {string} a
 * @param {string} b
 * @returns {number}
 */
export function compareVersions(a, b) {
  const left = numbersOf(a);
  const right = numbersOf(b);
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] || 0) - (right[i] || 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * @param {string} version
 * @returns {number[]}
 */
function numbersOf(version) {
  return version
    .replace(/^v|-.*$/g, "")
    .split(".")
    .map((part) => parseInt(part, 10) || 0);
}

/**
 * What to tell someone whose Node is too old, or "" when it is not.
 *
 * @param {string} version as in `process.versions.node`
 * @returns {string}
 */
export function nodeComplaint(version) {
  if (compareVersions(version, OLDEST_NODE) >= 0) return "";
  return (
    "Wavelength needs Node " +
    OLDEST_NODE.replace(/\.0$/, "") +
    " or newer but this is Node " +
    version +
    ": install a newer one from https://nodejs.org and run the command again."
  );
}
