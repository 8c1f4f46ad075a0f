"use client";

import { PlainMasthead } from "@/components/masthead/plain-masthead";
import { Message } from "@/components/states/message";

/** A fault of ours that nothing else caught. What it was is in the console and the server's log. */
export default function ErrorPage() {
  return (
    <>
      <PlainMasthead />
      <main role="alert">
        <Message
          isPage
          title="Something broke"
          actions={
            <>
              <button type="button" className="pill" onClick={() => window.location.reload()}>
                Try again
              </button>
              <a href="/" className="pill">
                The opening wall
              </a>
            </>
          }
        >
          <p>That was our fault, not yours. Your trail is in the address and is not lost.</p>
        </Message>
      </main>
    </>
  );
}
