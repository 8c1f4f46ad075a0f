import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { storeFailure } from "./store-failure";

describe("storeFailure", () => {
  it.each([
    "lance error: LanceError(IO): Generic LocalFileSystem error: No space left on device (os error 28)",
    "ENOSPC: no space left on device, write",
  ])("names a full disk: %s", (message) => {
    const cause = new Error(message);
    const failure = storeFailure(cause);
    expect(failure.code).toBe("disk_full");
    expect(failure.cause).toBe(cause);
  });

  it("keeps private text out of the message", () => {
    const failure = storeFailure(new Error("cannot read /home/someone/secret (os error 2)"));
    expect(failure.code).toBe("store_unavailable");
    expect(failure.message).not.toContain("/home");
  });

  it("passes on what has a name already", () => {
    const named = new AppError("model_mismatch", "…");
    expect(storeFailure(named)).toBe(named);
  });
});
