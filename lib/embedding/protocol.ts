import type { ErrorCode } from "@/lib/errors";
import type { ModelDescription } from "./embedder";
import type { ModelOutputs } from "./load-model";

/** What the thread is started with. */
export interface EmbedWorkerData {
  readonly modelDir: string;
  readonly providers: readonly ModelDescription["provider"][];
}

/** To the thread. */
export type EmbedRequest =
  | { readonly id: number; readonly kind: "images"; readonly images: readonly Uint8Array[] }
  | { readonly id: number; readonly kind: "text"; readonly text: string };

/** From the thread. A failure before `ready` ends it. */
export type EmbedMessage =
  | { readonly type: "ready"; readonly model: ModelDescription }
  | {
      readonly type: "done";
      readonly id: number;
      readonly outputs: ModelOutputs;
      readonly usedChars: number;
    }
  | {
      readonly type: "failed";
      /** Absent when the model could not be loaded. */
      readonly id?: number;
      readonly code: ErrorCode;
      readonly message: string;
      readonly cause: string;
    };
