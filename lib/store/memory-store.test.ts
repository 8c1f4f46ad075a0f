import { openMemoryStore } from "./memory-store";
import { describeVectorStore } from "./vector-store.contract";

describeVectorStore("the memory store", async () => {
  return {
    isShared: false,
    open: async (schema) => openMemoryStore(schema),
    dispose: async () => {},
  };
});
