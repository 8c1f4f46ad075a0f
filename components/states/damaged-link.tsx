import { PlainMasthead } from "../masthead/plain-masthead";
import { Message } from "./message";

interface DamagedLinkProps {
  /** What is wrong, in a sentence. */
  readonly detail: string;
  /** The way to what could be read, where anything could. */
  readonly readable?: { readonly href: string; readonly name: string } | undefined;
}

/** The page of a link that is not whole: it says so and offers what could be read. */
export function DamagedLink({ detail, readable }: DamagedLinkProps) {
  return (
    <>
      <PlainMasthead />
      <main>
        <Message
          isPage
          title="This link is damaged"
          actions={
            <>
              {readable && (
                <a href={readable.href} className="pill">
                  {readable.name}
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
