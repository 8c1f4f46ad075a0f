/**
 * What a run of tests or checks came to.
 *
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * Counts vitest's JSON report. A file that could not be loaded has no tests but is a failure.
 *
 * @param {unknown} report
 * @returns {Counts}
 * @throws {TypeError} when it is no such report.
 */
export function countVitest(report) {
  const failedSuites = list(field(report, "testResults")).filter(
    (file) =>
      field(file, "status") === "failed" &&
      !list(field(file, "assertionResults")).some((test) => field(test, "status") === "failed"),
  ).length;
  return {
    passed: number(report, "numPassedTests"),
    failed: number(report, "numFailedTests") + failedSuites,
    skipped: number(report, "numPendingTests") + number(report, "numTodoTests"),
  };
}

/**
 * Counts Playwright's JSON report. A flaky test is a failed one; so is an error outside any test.
 *
 * @param {unknown} report
 * @returns {Counts}
 * @throws {TypeError} when it is no such report.
 */
export function countPlaywright(report) {
  const stats = field(report, "stats");
  return {
    passed: number(stats, "expected"),
    failed:
      number(stats, "unexpected") + number(stats, "flaky") + list(field(report, "errors")).length,
    skipped: number(stats, "skipped"),
  };
}

/**
 * What failed, a line each: a test's file and its whole name, or a file that could not be loaded.
 *
 * @param {unknown} report vitest's JSON report
 * @returns {string[]}
 */
export function vitestFailures(report) {
  return list(field(report, "testResults")).flatMap((file) => {
    const name = String(field(file, "name"));
    const failed = list(field(file, "assertionResults")).filter(
      (test) => field(test, "status") === "failed",
    );
    if (failed.length > 0) return failed.map((test) => `${name} › ${field(test, "fullName")}`);
    return field(file, "status") === "failed" ? [name] : [];
  });
}

/**
 * What failed or passed only at a second try, a line each: project, file and title.
 *
 * @param {unknown} report Playwright's JSON report
 * @returns {string[]}
 */
export function playwrightFailures(report) {
  const outside = list(field(report, "errors")).map((error) => String(field(error, "message")));
  return [...list(field(report, "suites")).flatMap(failedSpecs), ...outside];
}

/**
 * @param {unknown} suite
 * @returns {string[]}
 */
function failedSpecs(suite) {
  const own = list(field(suite, "specs")).flatMap((spec) =>
    list(field(spec, "tests"))
      .filter((test) => ["unexpected", "flaky"].includes(String(field(test, "status"))))
      .map(
        (test) =>
          `[${field(test, "projectName")}] ${field(spec, "file")}:${field(spec, "line")} › ${field(spec, "title")}`,
      ),
  );
  return [...own, ...list(field(suite, "suites")).flatMap(failedSpecs)];
}

/**
 * Counts of a run that must have found tests: none at all is one failure (a gate that looks at
 * nothing is open), and so is an exit code of failure that no test accounts for.
 *
 * @param {Counts} counts
 * @param {number} exitCode
 * @returns {Counts}
 */
export function mustHaveTests(counts, exitCode) {
  const isEmpty = counts.passed + counts.failed + counts.skipped === 0;
  const isUnexplained = exitCode !== 0 && counts.failed === 0;
  return isEmpty || isUnexplained ? { ...counts, failed: counts.failed + 1 } : counts;
}

/**
 * @param {readonly Counts[]} all
 * @returns {Counts}
 */
export function addCounts(all) {
  return all.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/**
 * The last line of `npm test`.
 *
 * @param {Counts} counts
 */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/**
 * @param {unknown} object
 * @param {string} key
 * @returns {unknown}
 */
function field(object, key) {
  return typeof object === "object" && object !== null
    ? /** @type {Record<string, unknown>} */ (object)[key]
    : undefined;
}

/**
 * @param {unknown} object
 * @param {string} key
 */
function number(object, key) {
  const value = field(object, key);
  if (typeof value !== "number") {
    throw new TypeError(`Expected a number at "${key}" of the report but found ${typeof value}.`);
  }
  return value;
}

/**
 * @param {unknown} value
 * @returns {readonly unknown[]}
 */
function list(value) {
  return Array.isArray(value) ? value : [];
}
