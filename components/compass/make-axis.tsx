"use client";

import { type FormEvent, useState } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import {
  type Axis,
  type AxisPole,
  MAX_POLE_NAME_CHARS,
  MAX_POLE_SOURCES,
} from "@/lib/energy/recipe";
import { firstChars, tidyWords } from "@/lib/energy/tidy-words";
import type { Trail } from "@/lib/trail/trail";
import { PickNotice } from "../bridge/pick-notice";
import { usePickTile } from "../bridge/use-pick-tile";
import { Modal, SHEET_CLASS } from "../dialog/modal";
import { SheetHead } from "../dialog/sheet-head";
import { describeIngredient } from "../trail/describe-query";
import { latestPictures, type PictureSource } from "../trail/latest-pictures";
import { SmallFigure } from "../trail/small-figure";
import type { CompassProps } from "./compass-dial";

interface MakeAxisProps extends CompassProps {
  readonly onMade: (axis: Axis) => void;
  readonly onClose: () => void;
}

/** A pole as it is being made: its words are its name, and what it is where it has no pictures. */
interface Draft {
  readonly words: string;
  readonly pictures: readonly PictureSource[];
}

const EMPTY: Draft = { words: "", pictures: [] };

/** An axis of one's own: two words, or pictures of the trail and the wall under two names. */
export function MakeAxis(props: MakeAxisProps) {
  const { trail, onMade, onClose } = props;
  const [low, setLow] = useState(EMPTY);
  const [high, setHigh] = useState(EMPTY);
  const [picking, setPicking] = useState<"low" | "high">();
  const add = (to: (change: (draft: Draft) => Draft) => void, picture: PictureSource) =>
    to((draft) => ({ ...draft, pictures: [...without(draft.pictures, picture), picture] }));
  usePickTile(
    picking !== undefined,
    (id: ImageId) => {
      add(picking === "low" ? setLow : setHigh, { kind: "image", id });
      setPicking(undefined);
    },
    () => setPicking(undefined),
  );
  const axis = axisOf(low, high);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (axis) onMade(axis);
  };
  if (picking) {
    const { words } = picking === "low" ? low : high;
    return (
      <PickNotice
        text={`Choose a picture for ${words ? `“${words}”` : "this end"}.`}
        onGiveUp={() => setPicking(undefined)}
      />
    );
  }
  return (
    <Modal label="Make a compass" onClose={onClose} className={SHEET_CLASS}>
      <SheetHead title="Make a compass" onClose={onClose} />
      <p className="mt-1 text-muted">
        Two words are enough: near and far, a calm sea and a storm. Or put pictures at either end,
        and call the ends what you like.
      </p>
      <form onSubmit={onSubmit}>
        <Pole
          {...props}
          label="From"
          placeholder="calm"
          draft={low}
          onDraft={setLow}
          offered={picturesOf(trail)}
          onPick={() => setPicking("low")}
          isFirst
        />
        <Pole
          {...props}
          label="To"
          placeholder="wild"
          draft={high}
          onDraft={setHigh}
          offered={picturesOf(trail)}
          onPick={() => setPicking("high")}
        />
        <button type="submit" disabled={!axis} className="pill mt-5 border-ink">
          Turn by it
        </button>
      </form>
    </Modal>
  );
}

interface PoleProps extends CompassProps {
  readonly label: string;
  readonly placeholder: string;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  /** Pictures of the trail. */
  readonly offered: readonly PictureSource[];
  /** Wants a tile of the wall. */
  readonly onPick: () => void;
  readonly isFirst?: boolean;
}

function Pole(props: PoleProps) {
  const { trail, details, showsMature, label, placeholder, draft, onDraft, offered, onPick } =
    props;
  const isFull = draft.pictures.length >= MAX_POLE_SOURCES;
  const shown = [
    ...offered,
    ...draft.pictures.filter((one) => !offered.some(({ id }) => id === one.id)),
  ];
  return (
    <fieldset className="mt-4 min-w-0">
      <label className="block">
        <span className="text-muted text-xs">{label}</span>
        <input
          data-first-focus={props.isFirst || undefined}
          value={draft.words}
          placeholder={placeholder}
          autoComplete="off"
          dir="auto"
          onChange={(event) =>
            onDraft({ ...draft, words: firstChars(event.currentTarget.value, MAX_POLE_NAME_CHARS) })
          }
          className="field field-small mt-1"
        />
      </label>
      <ul className="mt-2 flex flex-wrap gap-1.5">
        {shown.map((picture) => {
          const isIn = draft.pictures.some(({ id }) => id === picture.id);
          const query = describeIngredient(trail, { source: picture, weight: 1 }, details);
          const rest = without(draft.pictures, picture);
          return (
            <li key={picture.id}>
              <button
                type="button"
                aria-pressed={isIn}
                aria-label={`${query.title}, at “${draft.words || placeholder}”`}
                disabled={isFull && !isIn}
                onClick={() => onDraft({ ...draft, pictures: isIn ? rest : [...rest, picture] })}
                className="block size-12 overflow-hidden rounded opacity-45 outline-offset-2 aria-pressed:opacity-100 aria-pressed:outline-2 aria-pressed:outline-ink"
              >
                <SmallFigure query={query} details={details} showsMature={showsMature} />
              </button>
            </li>
          );
        })}
        <li>
          <button type="button" disabled={isFull} onClick={onPick} className="pill">
            From the wall
          </button>
        </li>
      </ul>
    </fieldset>
  );
}

/** Pictures of a trail that are offered: the latest. */
const MAX_OFFERED = 10;

/** Whole pictures only: an end of an axis has no crops. */
function picturesOf(trail: Trail): PictureSource[] {
  return latestPictures(trail, MAX_OFFERED, ({ crop }) => !crop);
}

function without(pictures: readonly PictureSource[], { id }: PictureSource): PictureSource[] {
  return pictures.filter((one) => one.id !== id);
}

/** The axis between two poles; `undefined` while one has neither words nor pictures, or both are one. */
function axisOf(low: Draft, high: Draft): Axis | undefined {
  const [from, to] = [poleOf(low, "these"), poleOf(high, "those")];
  if (!from || !to) return undefined;
  const isSame = JSON.stringify(from.sources) === JSON.stringify(to.sources);
  return isSame ? undefined : { low: from, high: to };
}

/** @param unnamed the name of pictures that were given none. */
export function poleOf({ words, pictures }: Draft, unnamed: string): AxisPole | undefined {
  // The name is as long as a code can carry: NFC can lengthen what was typed.
  const text = firstChars(tidyWords(words), MAX_POLE_NAME_CHARS).trim();
  if (pictures.length > 0) return { name: text || unnamed, sources: pictures };
  return text ? { name: text, sources: [{ kind: "words", text }] } : undefined;
}
