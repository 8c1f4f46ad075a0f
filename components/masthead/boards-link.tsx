import { SaveSign } from "../boards/save-sign";

/** The way to what this browser has saved. */
export function BoardsLink() {
  return (
    <a href="/boards" title="What you saved, in this browser" className="pill max-sm:px-3.25">
      <SaveSign />
      <span className="sr-only sm:not-sr-only">Boards</span>
    </a>
  );
}
