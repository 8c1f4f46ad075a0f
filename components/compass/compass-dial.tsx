import dynamic from "next/dynamic";
import { useId, useState } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import type { Axis, Recipe } from "@/lib/energy/recipe";
import type { TileDetails } from "@/lib/search/contract";
import { axisCode } from "@/lib/trail/axis-code";
import type { Trail } from "@/lib/trail/trail";
import { nameOfAxis, offeredAxes } from "./good-axes";
import { forgetAxis, keepAxis, useOwnAxes } from "./own-axes";

const MakeAxis = dynamic(() => import("./make-axis").then((m) => m.MakeAxis));

export interface CompassProps {
  readonly trail: Trail;
  readonly recipe: Recipe;
  readonly details: (id: ImageId) => TileDetails | undefined;
  readonly showsMature: boolean;
  readonly onTune: (recipe: Recipe) => void;
}

/** What the list says for what is no axis. */
const NO_COMPASS = "";
const MAKE = "make";

/** A fifth dial: an axis between two poles, and how far the wall is turned along it. */
export function CompassDial(props: CompassProps) {
  const { recipe, onTune } = props;
  const { compass } = recipe;
  const id = useId();
  const own = useOwnAxes();
  const [isMaking, setMaking] = useState(false);
  const [said, setSaid] = useState("");
  const offered = offeredAxes(own, compass?.axis);
  const code = compass ? axisCode(compass.axis) : NO_COMPASS;
  const chosen = offered.find((one) => one.code === code);

  const turnTo = (axis: Axis | undefined, amount: number) => {
    const { compass: _, ...rest } = recipe;
    onTune(axis ? { ...rest, compass: { axis, amount } } : rest);
  };
  const keep = async (axis: Axis) => {
    const isKept = await keepAxis(axis);
    setSaid(
      isKept
        ? ""
        : "This browser keeps nothing: the axis lasts as long as this page, and in the link.",
    );
  };
  const onChoose = (value: string) => {
    if (value === MAKE) setMaking(true);
    else turnTo(offered.find((one) => one.code === value)?.axis, compass?.amount ?? 0);
  };
  return (
    <div>
      <div className="flex items-center justify-between gap-2">
        <label htmlFor={`${id}-axis`} className="text-sm">
          Compass
        </label>
        {chosen?.isOwn && (
          <button
            type="button"
            onClick={() => void forgetAxis(chosen.axis).catch(() => undefined)}
            className="text-button text-muted text-xs underline underline-offset-4 hover:text-ink"
          >
            Forget it
          </button>
        )}
        {compass && !chosen?.isOwn && (
          <button
            type="button"
            title="Keep this axis in this browser"
            onClick={() => void keep(compass.axis)}
            className="text-button text-muted text-xs underline underline-offset-4 hover:text-ink"
          >
            Keep it
          </button>
        )}
      </div>
      <select
        id={`${id}-axis`}
        value={code}
        onChange={(event) => onChoose(event.currentTarget.value)}
        className="field field-small mt-1"
      >
        <option value={NO_COMPASS}>No compass</option>
        {offered.map((one) => (
          <option key={one.code} value={one.code}>
            {nameOfAxis(one.axis)}
          </option>
        ))}
        <option value={MAKE}>Make your own …</option>
      </select>
      {compass && (
        <Needle
          axis={compass.axis}
          amount={compass.amount}
          onTurn={(amount) => turnTo(compass.axis, amount)}
        />
      )}
      {said && (
        <p role="status" className="mt-1 text-muted text-xs">
          {said}
        </p>
      )}
      {isMaking && (
        <MakeAxis
          {...props}
          onMade={(axis) => {
            setMaking(false);
            turnTo(axis, 0.5);
            void keep(axis);
          }}
          onClose={() => setMaking(false)}
        />
      )}
    </div>
  );
}

interface NeedleProps {
  readonly axis: Axis;
  /** In [−1, 1]. */
  readonly amount: number;
  readonly onTurn: (amount: number) => void;
}

function Needle({ axis, amount, onTurn }: NeedleProps) {
  const percent = Math.round(amount * 100);
  return (
    <>
      <input
        type="range"
        min={-100}
        max={100}
        step={1}
        value={percent}
        aria-label={`From ${axis.low.name} to ${axis.high.name}`}
        aria-valuetext={needleText(percent, axis)}
        onChange={(event) => onTurn(Number(event.currentTarget.value) / 100)}
        className="dial dial-signed mt-1.5"
      />
      <p className="flex justify-between gap-2 text-muted text-xs" aria-hidden="true">
        <span className="truncate">{axis.low.name}</span>
        <span className="truncate">{axis.high.name}</span>
      </p>
    </>
  );
}

function needleText(percent: number, { low, high }: Axis): string {
  if (percent === 0) return "in the middle: nothing is turned";
  return `${Math.abs(percent)} % of the way to ${percent < 0 ? low.name : high.name}`;
}
