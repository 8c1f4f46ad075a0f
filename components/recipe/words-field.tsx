import { type FormEvent, useState } from "react";
import { MAX_WORDS_CHARS } from "@/lib/energy/recipe";
import { firstChars } from "@/lib/energy/tidy-words";

interface WordsFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly isOff?: boolean;
  readonly onWords: (text: string) => void;
}

/** A line of words that become an ingredient. */
export function WordsField({ label, placeholder, isOff = false, onWords }: WordsFieldProps) {
  const [text, setText] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "") return;
    onWords(text);
    setText("");
  };
  return (
    <form onSubmit={submit} className="min-w-0 flex-1 basis-52">
      <input
        type="text"
        aria-label={label}
        value={text}
        disabled={isOff}
        enterKeyHint="search"
        autoComplete="off"
        dir="auto"
        placeholder={placeholder}
        onChange={(event) => setText(firstChars(event.currentTarget.value, MAX_WORDS_CHARS))}
        className="field field-small"
      />
    </form>
  );
}
