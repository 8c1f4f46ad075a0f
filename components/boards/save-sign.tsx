/** The sign of saving: a bookmark. */
export function SaveSign() {
  return (
    <svg
      viewBox="0 0 16 16"
      className="inline size-3.5 stroke-current"
      fill="none"
      strokeWidth="1.5"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M4 2.25h8v11.5L8 10.75l-4 3z" />
    </svg>
  );
}
