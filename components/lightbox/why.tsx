import { useQuery } from "@tanstack/react-query";
import type { ImageId } from "@/lib/energy/image-id";
import { whyQuery } from "../explorer/wall-query";
import { ASPECT_NAMES } from "../recipe/aspect-names";
import { NamedColours } from "../trail/named-colours";
import { closenessInWords } from "../wall/tile-name";

interface WhyProps {
  /** Code of the trail whose wall the picture is on. */
  readonly trail: string;
  readonly id: ImageId;
}

/** Which aspects make a picture close, as four small bars. */
export function Why({ trail, id }: WhyProps) {
  const { data, isError } = useQuery(whyQuery(trail, id));
  // The longest bar is full: what counts is which of the four made the picture close.
  const most = Math.max(0.01, ...(data?.aspects.map(({ share }) => share) ?? []));
  if (isError) return <p className="text-white/65 text-xs">Why cannot be told just now.</p>;
  return (
    <div className="text-xs">
      <dl
        aria-label="Why it is here"
        className="grid w-64 grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-xs"
      >
        {data?.aspects.map(({ aspect, closeness, share }) => (
          <div key={aspect} className="contents" data-off={closeness < 0 || undefined}>
            <dt className={closeness < 0 ? "text-white/40" : "text-white/80"}>
              {ASPECT_NAMES[aspect].name}
            </dt>
            <dd
              className="flex items-center gap-2"
              title={closeness < 0 ? "Takes no part" : closenessInWords(closeness)}
            >
              <span className="relative h-1 flex-1 overflow-hidden rounded-full bg-white/15">
                <span
                  className="absolute inset-y-0 left-0 bg-white/80"
                  style={{ width: `${(Math.max(0, share) / most) * 100}%` }}
                />
              </span>
              <span className="w-9 text-right text-white/65 tabular-nums">
                {closeness < 0 ? "–" : `${Math.round(share * 100)} %`.replace("-", "−")}
              </span>
              <span className="sr-only">
                {closeness < 0
                  ? "takes no part"
                  : `${closenessInWords(closeness)}, ${Math.round(share * 100)} % of the whole`}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      {data && <Shared words={data.sharedWords} colours={data.sharedColours} />}
    </div>
  );
}

interface SharedProps {
  readonly words: readonly string[];
  readonly colours: readonly { readonly name: string; readonly rgb: string }[];
}

/** What the query and the picture have in common, in words and colours. */
function Shared({ words, colours }: SharedProps) {
  if (words.length + colours.length === 0) return null;
  return (
    <p className="mt-2 max-w-64 text-white/65">
      <span className="sr-only">Both: </span>
      {words.length > 0 && <span className="mr-2">{words.join(", ")}</span>}
      <NamedColours colours={colours} />
    </p>
  );
}
