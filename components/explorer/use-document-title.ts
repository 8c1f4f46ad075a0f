import { useEffect } from "react";

/** Keeps the tab's title with the page: Back menus and bookmarks name what was looked at. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
