import { LineIcon } from "../controls/line-icon";

/** The sign of saving: a bookmark. */
export function SaveSign() {
  return (
    <LineIcon className="inline size-3.5">
      <path d="M4 2.25h8v11.5L8 10.75l-4 3z" />
    </LineIcon>
  );
}
