import { PlainMasthead } from "@/components/masthead/plain-masthead";
import { Message } from "@/components/states/message";

/** An address that is none of ours. */
export default function NotFound() {
  return (
    <>
      <PlainMasthead />
      <main>
        <Message
          isPage
          title="There is nothing here"
          actions={
            <a href="/" className="pill">
              The opening wall
            </a>
          }
        >
          <p>The address leads nowhere. A trail begins with /t/ and is copied whole.</p>
        </Message>
      </main>
    </>
  );
}
