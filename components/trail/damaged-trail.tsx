import type { Trail } from "@/lib/trail/trail";
import { linkFor } from "@/lib/trail/tree";
import { PlainMasthead } from "../masthead/plain-masthead";
import { Message } from "../states/message";

interface DamagedTrailProps {
  /** What is wrong, in a sentence. */
  readonly detail: string;
  /** What could be read, where anything could. */
  readonly readable: Trail | undefined;
}

/** The page of a link that is not whole: it says so and offers what could be read. */
export function DamagedTrail({ detail, readable }: DamagedTrailProps) {
  const hops = readable?.hops.length ?? 0;
  return (
    <>
      <PlainMasthead />
      <main>
        <Message
          isPage
          title="This link is damaged"
          actions={
            <>
              {readable && hops > 0 && (
                <a href={linkFor(readable)} className="pill">
                  {hops === 1
                    ? "Open the hop that could be read"
                    : `Open the ${hops} hops that could be read`}
                </a>
              )}
              <a href="/" className="pill">
                The opening wall
              </a>
            </>
          }
        >
          <p>{detail}</p>
        </Message>
      </main>
    </>
  );
}
