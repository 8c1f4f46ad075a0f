import type { FormEvent } from "react";
import { MAX_BOARD_NAME_CHARS } from "@/lib/board/board";

interface NameFormProps {
  /** What the field is called. */
  readonly label: string;
  /** What its button says. */
  readonly action: string;
  readonly placeholder?: string;
  /** The name as it is. */
  readonly name?: string;
  readonly onName: (name: string) => void;
  /** For a form that came because a button was pressed: it has the focus, and Escape ends it. */
  readonly onEnd?: () => void;
  readonly className?: string;
  /** Of the field. */
  readonly width?: string;
}

/** Asks for the name of a board. */
export function NameForm(props: NameFormProps) {
  const { label, action, placeholder, name, onName, onEnd, className = "", width = "" } = props;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onEnd?.();
    onName(String(new FormData(event.currentTarget).get("name") ?? ""));
  };
  return (
    <form onSubmit={submit} className={`flex gap-2 ${className}`}>
      <input
        // biome-ignore lint/a11y/noAutofocus: it came because its button was pressed.
        autoFocus={onEnd !== undefined}
        type="text"
        name="name"
        aria-label={label}
        placeholder={placeholder}
        defaultValue={name}
        maxLength={MAX_BOARD_NAME_CHARS}
        autoComplete="off"
        dir="auto"
        onKeyDown={(event) => event.key === "Escape" && onEnd?.()}
        className={`field field-small ${width}`}
      />
      <button type="submit" className="pill">
        {action}
      </button>
    </form>
  );
}
