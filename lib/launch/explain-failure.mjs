/** A failure whose message is one sentence for the person at the terminal: what is wrong, what to do. */
export class LaunchError extends Error {
  /**
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(message, options) {
    super(message, options);
    this.name = "LaunchError";
  }
}

/** First match wins: a full disk also breaks downloads, so it comes first. */
const SENTENCES = [
  {
    pattern: /ENOSPC|no space left on device|disk_full|EDQUOT/i,
    sentence: "The disk is full: make room (about 2 GB) and run the same command again.",
  },
  {
    pattern: /EADDRINUSE|address already in use/i,
    sentence:
      "The port is taken by another program: choose another with `npm start -- --port 3001`.",
  },
  {
    pattern: /Another next build process is already running/,
    sentence:
      "Another process builds this very site: wait until it has ended, or end it, and run the same command again.",
  },
  {
    pattern: /\bEUSAGE\b/,
    sentence:
      "package-lock.json does not fit package.json: take both as they are in the repository or, after changing a dependency, run `npm install --package-lock-only`.",
  },
  {
    pattern: /EINTEGRITY/,
    sentence: "A package arrived damaged: run `npm cache verify`, then run the same command again.",
  },
  {
    pattern: /\bE40[13]\b|\bE404\b/,
    sentence:
      "The package registry refused a download: check `npm config get registry`, then run the same command again.",
  },
  {
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|EHOSTUNREACH|ENETUNREACH|CERT_|SELF_SIGNED|\bE5\d\d\b|network (?:error|timeout)|download failed/i,
    sentence:
      "A download failed: check the internet connection or proxy, then run the same command again (it continues where it stopped).",
  },
  {
    pattern: /heap out of memory|ENOMEM|Cannot allocate memory/i,
    sentence: "The memory ran out: close other programs and run the same command again.",
  },
  {
    pattern: /\b(?:EACCES|EPERM|EROFS)\b/,
    sentence:
      "This user may not write in the project's folder: change its owner or clone it elsewhere, then run the same command again.",
  },
];

/**
 * One sentence for a failure that people can do something about, found in a program's output or an
 * error's text; undefined for any other.
 *
 * @param {string} text
 * @returns {string | undefined}
 */
export function explainFailure(text) {
  return SENTENCES.find(({ pattern }) => pattern.test(text))?.sentence;
}
