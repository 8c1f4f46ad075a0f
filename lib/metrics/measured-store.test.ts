import { openMemoryStore } from "@/lib/store/memory-store";
import { describeVectorStore } from "@/lib/store/vector-store.contract";
import { measuredStore } from "./measured-store";

describeVectorStore("a measured store", async () => {
  return {
    isShared: false,
    open: async (schema) => measuredStore(openMemoryStore(schema)),
    dispose: async () => {},
  };
});
