import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLanceStore } from "./lance-store";
import type { VectorStore } from "./vector-store";
import { describeVectorStore } from "./vector-store.contract";

describeVectorStore("the Lance store", async () => {
  // Spaces, a percent sign and letters beyond ASCII, as folders have them.
  const root = await mkdtemp(join(tmpdir(), "wavelength-"));
  const dir = join(root, "my gällery 100% #1");
  const open: VectorStore[] = [];
  return {
    isShared: true,
    open: async (schema) => {
      const store = await openLanceStore({ dir, schema });
      open.push(store);
      return store;
    },
    dispose: async () => {
      await Promise.all(open.map((store) => store.close()));
      await rm(root, { recursive: true });
    },
  };
});
