interface LineIconProps {
  /** Its size, and how it is turned. */
  readonly className?: string;
  /** With the corners and ends that lines have by themselves. */
  readonly isSharp?: boolean;
  /** Shapes within 16 × 16. */
  readonly children: React.ReactNode;
}

/** A sign drawn in lines of the text's colour; the words are beside it. */
export function LineIcon({ className = "size-4", isSharp = false, children }: LineIconProps) {
  return (
    <svg
      viewBox="0 0 16 16"
      className={`${className} stroke-current`}
      fill="none"
      strokeWidth="1.5"
      strokeLinecap={isSharp ? undefined : "round"}
      strokeLinejoin={isSharp ? undefined : "round"}
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}
