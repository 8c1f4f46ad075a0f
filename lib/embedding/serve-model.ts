import type { MessagePort, Transferable } from "node:worker_threads";
import { isAppError } from "@/lib/errors";
import { loadModel, type ModelOutputs } from "./load-model";
import type { EmbedMessage, EmbedRequest, EmbedWorkerData } from "./protocol";

/**
 * What runs in the thread that owns the model: loads it, says `ready`, answers requests one after
 * the other. Resolves when it is ready or has said why not.
 */
export async function serveModel(
  port: Pick<MessagePort, "on" | "postMessage" | "close">,
  { modelDir, providers }: EmbedWorkerData,
): Promise<void> {
  const post = (message: EmbedMessage, transfer: Transferable[] = []) =>
    port.postMessage(message, transfer);
  try {
    const model = await loadModel(modelDir, providers);
    let previous: Promise<void> = Promise.resolve();
    port.on("message", (request: EmbedRequest) => {
      previous = previous.then(() => answer(request));
    });
    post({ type: "ready", model: model.description });

    const answer = async (request: EmbedRequest): Promise<void> => {
      try {
        const outputs: ModelOutputs & { readonly usedChars?: number } =
          request.kind === "images"
            ? await model.runImages(request.images)
            : await model.runText(request.text);
        const { subject, style, copy, usedChars = 0 } = outputs;
        // Copies: a tensor's memory belongs to the runtime and must not be transferred.
        const own = { subject: subject.slice(), style: style.slice(), copy: copy.slice() };
        post({ type: "done", id: request.id, outputs: own, usedChars }, [
          own.subject.buffer,
          own.style.buffer,
          own.copy.buffer,
        ]);
      } catch (error) {
        post({ ...failure(error), id: request.id });
      }
    };
  } catch (error) {
    post(failure(error));
    port.close();
  }
}

function failure(error: unknown): Extract<EmbedMessage, { type: "failed" }> {
  if (isAppError(error)) {
    return { type: "failed", code: error.code, message: error.message, cause: String(error.cause) };
  }
  return {
    type: "failed",
    code: "embedder_unavailable",
    message: "The model failed on this input. Try again, or another picture.",
    cause: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
}
