import { OwnerPanel } from "../owner/owner-panel";
import { Message } from "./message";

/** A gallery without images: how to bring some in. */
export function EmptyGallery() {
  return (
    <Message title="This gallery is empty" actions={<OwnerPanel />}>
      <p>
        Wavelength shows walls of pictures, and there are none yet. Choose a folder of your own, or
        add one from the command line:
      </p>
      <pre className="overflow-x-auto rounded bg-raised px-4 py-3 text-left text-ink">
        <code>npm run add -- ~/Pictures</code>
      </pre>
      <p>This page shows them as soon as they are in.</p>
    </Message>
  );
}
