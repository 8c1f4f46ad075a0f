interface IconButtonProps {
  /** What it does: its name, and what is seen when it is pointed at. */
  readonly label: string;
  readonly isOff: boolean;
  readonly onPress: () => void;
  /** Smaller, where several stand in a card. */
  readonly isSmall?: boolean;
  readonly children: React.ReactNode;
}

/** A button that is a sign, with its words for those who hear it or wait over it. */
export function IconButton({ label, isOff, onPress, isSmall = false, children }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      disabled={isOff}
      onClick={onPress}
      className={isSmall ? "icon-button icon-button-small" : "icon-button"}
    >
      {children}
    </button>
  );
}
