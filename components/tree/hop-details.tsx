import { type KeyboardEvent, useState } from "react";
import type { TreeItem } from "@/lib/layout/tree-walk";
import type { TileDetails } from "@/lib/search/contract";
import { type Hop, MAX_NAME_CHARS, MAX_NOTE_CHARS } from "@/lib/trail/trail";
import type { QueryDescription } from "../trail/describe-query";
import { hopsInWords } from "../trail/hops-in-words";
import { QueryFigure } from "../trail/query-figure";
import { bylineOf } from "../wall/tile-name";

interface HopDetailsProps {
  readonly item: TreeItem;
  readonly hop: Hop;
  readonly query: QueryDescription;
  readonly tile: TileDetails | undefined;
  readonly showsMature: boolean;
  readonly isCurrent: boolean;
  readonly onOpen: () => void;
  readonly onFold: (isFolded: boolean) => void;
  readonly onPrune: () => void;
  readonly onName: (name: string) => void;
  readonly onNote: (note: string) => void;
}

/** What the chosen hop is, and what can be done with it. */
export function HopDetails(props: HopDetailsProps) {
  const { item, hop, query, tile, showsMature, isCurrent } = props;
  const { index, children, isFolded, holds } = item;
  const byline = bylineOf(tile);
  return (
    <section aria-label="The chosen hop" className="tree-details">
      <div className="tree-details-picture">
        <QueryFigure
          key={index}
          query={query}
          details={tile}
          showsMature={showsMature}
          thumb={320}
          alt=""
        />
      </div>
      <div className="min-w-0">
        <p className="text-muted text-xs">
          Hop {index + 1}
          {hop.parent >= 0 ? `, from hop ${hop.parent + 1}` : ", where it begins"}
          {isCurrent && " · you are here"}
        </p>
        <h3 className="line-clamp-2 break-words font-serif text-lg leading-snug italic">
          {query.title}
        </h3>
        {byline && <p className="truncate text-muted text-xs">{byline}</p>}
      </div>
      <div className="tree-details-actions">
        <button type="button" onClick={props.onOpen} className="pill border-edge">
          {isCurrent ? "Back to it" : "Open"}
        </button>
        {children.length > 0 && (
          <button type="button" onClick={() => props.onFold(!isFolded)} className="pill">
            {isFolded ? `Unfold ${hopsInWords(holds)}` : "Fold"}
          </button>
        )}
        <button type="button" onClick={props.onPrune} className="pill">
          {holds > 0 ? `Prune ${hopsInWords(holds + 1)}` : "Prune"}
        </button>
      </div>
      <div className="tree-details-fields">
        <TextField
          key={`name ${index} ${hop.name ?? ""}`}
          id="hop-name"
          label="Name"
          placeholder={query.title}
          value={hop.name ?? ""}
          most={MAX_NAME_CHARS}
          onKeep={props.onName}
        />
        <TextField
          key={`note ${index} ${hop.note ?? ""}`}
          id="hop-note"
          label="Note"
          placeholder="Why here?"
          value={hop.note ?? ""}
          most={MAX_NOTE_CHARS}
          isLong
          onKeep={props.onNote}
        />
      </div>
    </section>
  );
}

interface TextFieldProps {
  readonly id: string;
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  /** Characters that a link may hold of it. */
  readonly most: number;
  readonly isLong?: boolean;
  readonly onKeep: (text: string) => void;
}

/** A text that is kept when it is left, or with Enter (of several lines: with Ctrl or ⌘). */
function TextField({ id, label, placeholder, value, most, isLong, onKeep }: TextFieldProps) {
  const [text, setText] = useState(value);
  const keep = () => text !== value && onKeep(text);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // The tree's keys and the page's are letters here.
    event.stopPropagation();
    if (event.key === "Enter" && (!isLong || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      keep();
    }
    if (event.key === "Escape" && text !== value) {
      event.preventDefault();
      setText(value);
    }
  };
  const field = {
    id,
    value: text,
    placeholder,
    maxLength: most,
    onKeyDown,
    onBlur: keep,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      setText(event.currentTarget.value),
  };
  return (
    <div>
      <div className="flex justify-between gap-2 text-muted text-xs">
        <label htmlFor={id}>{label}</label>
        {text !== "" && (
          <span>
            {text.length.toLocaleString("en")} of {most.toLocaleString("en")}
          </span>
        )}
      </div>
      {isLong ? (
        <textarea {...field} rows={2} className="field tree-note-field" />
      ) : (
        <input {...field} type="text" autoComplete="off" className="field tree-name-field" />
      )}
    </div>
  );
}
