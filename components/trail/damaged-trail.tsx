import type { Trail } from "@/lib/trail/trail";
import { linkFor } from "@/lib/trail/tree";
import { Logo } from "../masthead/logo";
import { Spectrum } from "../masthead/spectrum";
import { ACTION_CLASS, Message } from "../states/message";

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
      <header>
        <div className="flex h-13 items-center px-3 sm:px-5">
          <a href="/" aria-label="Wavelength: the opening wall" className="py-2">
            <Logo />
          </a>
        </div>
        <Spectrum />
      </header>
      <main>
        <Message
          isPage
          title="This link is damaged"
          actions={
            <>
              {readable && hops > 0 && (
                <a href={linkFor(readable)} className={ACTION_CLASS}>
                  {hops === 1
                    ? "Open the hop that could be read"
                    : `Open the ${hops} hops that could be read`}
                </a>
              )}
              <a href="/" className={ACTION_CLASS}>
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
