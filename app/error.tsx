"use client";

import { ACTION_CLASS, Message } from "@/components/states/message";

/** A fault of ours that nothing else caught. What it was is in the console and the server's log. */
export default function ErrorPage() {
  return (
    <main role="alert">
      <Message
        isPage
        title="Something broke"
        actions={
          <>
            <button type="button" className={ACTION_CLASS} onClick={() => window.location.reload()}>
              Try again
            </button>
            <a href="/" className={ACTION_CLASS}>
              The opening wall
            </a>
          </>
        }
      >
        <p>That was our fault, not yours. Your trail is in the address and is not lost.</p>
      </Message>
    </main>
  );
}
