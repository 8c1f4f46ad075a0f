import { ASPECTS } from "@/lib/energy/aspects";
import {
  hasRoom,
  holdAspect,
  holdWander,
  isHolderOf,
  setWander,
  turnDial,
} from "@/lib/energy/recipe-changes";
import { CompassDial, type CompassProps } from "../compass/compass-dial";
import { ASPECT_NAMES } from "./aspect-names";
import { Dial } from "./dial";

interface DialsPanelProps extends CompassProps {
  /** Jumps to a region unlike everything on this trail. */
  readonly onElsewhere: () => void;
  /** The tray of ingredients. */
  readonly children: React.ReactNode;
}

/** Four dials, wander, a compass and a jump, with the ingredients under them. */
export function DialsPanel(props: DialsPanelProps) {
  const { recipe, onTune, onElsewhere, children } = props;
  return (
    <div className="grid grid-cols-2 gap-x-5 gap-y-3 sm:grid-cols-3 lg:grid-cols-5">
      {ASPECTS.map((aspect) => {
        const { name, says } = ASPECT_NAMES[aspect];
        const isHeld = recipe.ingredients.some((one) => isHolderOf(one, aspect));
        return (
          <Dial
            key={aspect}
            name={name}
            says={says}
            value={recipe.dials[aspect]}
            onTurn={(value) => onTune(turnDial(recipe, aspect, value))}
            hold={{
              isHeld,
              label: isHeld
                ? `Let the ${name.toLowerCase()} drift`
                : `Hold this ${name.toLowerCase()} along the trail`,
              isOff: !isHeld && !hasRoom(recipe),
              onToggle: () => onTune(holdAspect(recipe, aspect)),
            }}
          />
        );
      })}
      <div className="col-span-2 sm:col-span-1">
        <Dial
          name="Wander"
          says=""
          value={recipe.wander}
          ends={["closest", "surprise me"]}
          onTurn={(value) => onTune(setWander(recipe, value))}
          hold={{
            isHeld: recipe.isWanderHeld === true,
            label: recipe.isWanderHeld
              ? "Let wander settle along the trail"
              : "Keep wandering as much along the trail",
            isOff: recipe.wander === 0,
            onToggle: () => onTune(holdWander(recipe, !recipe.isWanderHeld)),
          }}
        />
      </div>
      <div className="col-span-2 min-w-0 sm:col-span-1 lg:order-last">
        <CompassDial {...props} />
        <button type="button" onClick={onElsewhere} className="pill mt-3">
          Take me somewhere else
        </button>
      </div>
      <div className="col-span-full min-w-0 lg:col-span-4">{children}</div>
    </div>
  );
}
