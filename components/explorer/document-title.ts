import { useEffect } from "react";

/** The title of the opening page, and the name that ends every other. */
export const APP_NAME = "Wavelength";

/** The title of a page. @param query the title of its query; none for the opening wall. */
export function titleFor(query: string | undefined): string {
  return query === undefined
    ? `${APP_NAME}: pictures that feel the same`
    : `${query} · ${APP_NAME}`;
}

/** Keeps the tab's title with the page: Back menus and bookmarks name what was looked at. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
