"use client";

import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import type { Crop } from "@/lib/energy/recipe";
import { Modal, SHEET_LOOK } from "../dialog/modal";
import { SheetHead } from "../dialog/sheet-head";
import { cropBetween, FIRST_CROP, isInside, moved, type Point, resized } from "./crop-rectangle";

interface CropSheetProps {
  /** Undefined where the picture is not there: nothing can be taken of it. */
  readonly src: string | undefined;
  readonly name: string;
  /** Width ÷ height; undefined while it is not known. */
  readonly ratio: number | undefined;
  /** The part that is asked with now. */
  readonly crop: Crop | undefined;
  readonly isBusy: boolean;
  readonly problem: string | undefined;
  readonly onCrop: (crop: Crop) => void;
  readonly onClose: () => void;
}

/** One press of an arrow key, as a fraction of the picture. */
const STEP = 0.02;

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -STEP, y: 0 },
  ArrowRight: { x: STEP, y: 0 },
  ArrowUp: { x: 0, y: -STEP },
  ArrowDown: { x: 0, y: STEP },
};

/** A part of a picture, taken by mouse, finger or keyboard. */
export function CropSheet(props: CropSheetProps) {
  const { src, name, ratio, isBusy, problem, onCrop, onClose } = props;
  const [crop, setCrop] = useState(props.crop ?? FIRST_CROP);
  const frame = useRef<HTMLDivElement>(null);
  const drag = useRef<{ readonly from: Point; readonly moves: Crop | undefined }>(undefined);

  const pointOf = ({ clientX, clientY }: PointerEvent): Point => {
    const box = frame.current?.getBoundingClientRect();
    if (!box) return { x: 0, y: 0 };
    return { x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.height };
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    event.currentTarget.focus();
    const from = pointOf(event);
    drag.current = { from, moves: isInside(crop, from) ? crop : undefined };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!drag.current) return;
    const { from, moves } = drag.current;
    const to = pointOf(event);
    setCrop(moves ? moved(moves, { x: to.x - from.x, y: to.y - from.y }) : cropBetween(from, to));
  };
  const onPointerEnd = () => {
    drag.current = undefined;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = ARROWS[event.key];
    if (by) setCrop(event.shiftKey ? resized(crop, by) : moved(crop, by));
    else if (event.key === "Enter") onCrop(crop);
    else return;
    event.preventDefault();
  };
  const percent = (value: number) => `${(value * 100).toFixed(1)}%`;
  return (
    <Modal label={`Take a part of ${name}`} onClose={onClose} className={CROP_CLASS}>
      <SheetHead title="Take a part" onClose={onClose} />
      {src && (
        <>
          <p className="mt-1 text-muted">
            Drag a rectangle
            <span className="pointer-coarse:hidden">
              , or move it with the arrow keys and size it with Shift
            </span>
            .
          </p>
          <div className="mt-4 flex justify-center">
            <div
              ref={frame}
              role="application"
              aria-label="The part"
              aria-describedby="crop-place"
              // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the rectangle.
              tabIndex={0}
              data-first-focus
              onPointerDown={onPointerDown}
              onPointerMove={onPointerMove}
              onPointerUp={onPointerEnd}
              onPointerCancel={onPointerEnd}
              onKeyDown={onKeyDown}
              className="relative cursor-crosshair touch-none select-none overflow-hidden"
            >
              {/* biome-ignore lint/performance/noImgElement: drawn by our own server, or a person's own. */}
              <img
                src={src}
                alt={name}
                draggable={false}
                className="block max-h-[60dvh] max-w-full bg-blank object-contain text-transparent"
                // Its place before it is there: the rectangle can be moved meanwhile.
                style={ratio ? { aspectRatio: ratio, width: `calc(60dvh * ${ratio})` } : undefined}
              />
              <div
                className="pointer-events-none absolute border border-white outline outline-black/60"
                style={{
                  left: percent(crop.x),
                  top: percent(crop.y),
                  width: percent(crop.width),
                  height: percent(crop.height),
                  boxShadow: "0 0 0 9999px rgb(0 0 0 / 0.55)",
                }}
              />
            </div>
          </div>
          <p id="crop-place" className="sr-only" aria-live="polite">
            {`${Math.round(crop.width * 100)} by ${Math.round(crop.height * 100)} per cent of the picture, ${Math.round(crop.x * 100)} from the left, ${Math.round(crop.y * 100)} from the top`}
          </p>
        </>
      )}
      {problem && (
        <p role="alert" className="mt-3 border-ink border-l-2 pl-3">
          {problem}
        </p>
      )}
      <div className="mt-4 flex justify-end gap-2">
        <button type="button" className="pill" onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          className="pill border-ink bg-ink text-ground"
          disabled={isBusy || !src}
          onClick={() => onCrop(crop)}
        >
          {isBusy ? "Looking at it …" : "Go by this part"}
        </button>
      </div>
    </Modal>
  );
}

const CROP_CLASS = `${SHEET_LOOK} w-[min(60rem,calc(100vw-1.5rem))]`;
