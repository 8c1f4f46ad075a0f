/** The name that every title ends with. */
const APP_NAME = "Wavelength";

/** The title of a page. @param query the title of its query; none for the opening wall. */
export function titleFor(query: string | undefined): string {
  return query === undefined
    ? `${APP_NAME}: pictures that feel the same`
    : `${query} · ${APP_NAME}`;
}
