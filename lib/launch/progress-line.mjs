/** Where nothing can be overwritten (a log file), a line is written at most this often. */
const LOG_EVERY_MS = 5_000;

/**
 * One line on the terminal that is rewritten as work goes on.
 *
 * @param {string} title e.g. "Installing"
 * @param {{ isTTY?: boolean, columns?: number, write(text: string): unknown }} [out]
 */
export function progressLine(title, out = process.stdout) {
  const startedAt = Date.now();
  let detail = "";
  let loggedAt = startedAt;
  const seconds = () => Math.round((Date.now() - startedAt) / 1_000);
  const text = () => `${title} … ${detail ? `${detail}, ` : ""}${seconds()} s`;
  const draw = () => {
    if (out.isTTY) {
      out.write(`\r\u001b[2K${text().slice(0, (out.columns ?? 80) - 1)}`);
    } else if (Date.now() - loggedAt >= LOG_EVERY_MS) {
      loggedAt = Date.now();
      out.write(`${text()}\n`);
    }
  };
  out.write(out.isTTY ? `${title} …` : `${title} …\n`);
  // Seconds keep counting while a program is silent, so that it is seen to be alive.
  const tick = setInterval(draw, 1_000);
  tick.unref();
  return {
    /** @param {string} now what has been done so far */
    update(now) {
      detail = now;
      draw();
    },
    /** @param {string} [result] */
    end(result = "done") {
      clearInterval(tick);
      const line = `${title}: ${result} (${seconds()} s)\n`;
      out.write(out.isTTY ? `\r\u001b[2K${line}` : line);
    },
  };
}
