/** The name that every title ends with. */
export const APP_NAME = "Wavelength";

/**
 * The title of a page.
 *
 * @param query the title of its query; none for the opening wall.
 * @param about what it is about, in words; may be empty.
 */
export function titleFor(query: string | undefined, about = ""): string {
  return query === undefined
    ? `${APP_NAME}: pictures that feel the same`
    : [query, about, APP_NAME].filter((part) => part !== "").join(" · ");
}
