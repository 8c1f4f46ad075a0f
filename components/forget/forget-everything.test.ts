import { expect, it, vi } from "vitest";
import { clear as clearOwnAxes } from "../compass/own-axes";
import { forgetWithOthers } from "./forget-everything";

const { order } = vi.hoisted(() => ({ order: [] as string[] }));

/** Clears as slowly as a real store. */
function slowStore(name: string) {
  return async () => {
    await new Promise((resolve) => setTimeout(resolve));
    order.push(name);
  };
}
vi.mock("../boards/board-store", () => ({ boards: { clear: vi.fn(slowStore("boards")) } }));
vi.mock("../compass/own-axes", () => ({ clear: vi.fn(slowStore("axes")) }));
vi.mock("../guests/guest-pictures", () => ({ clear: vi.fn(slowStore("guests")) }));
vi.mock("../trail/own-trails", () => ({ clear: vi.fn(slowStore("trails")) }));

it("has another tab let go of all it holds before that loads anew", async () => {
  vi.mocked(clearOwnAxes).mockRejectedValueOnce(new Error("no storage"));
  const reloaded = new Promise<void>((resolve) => {
    vi.stubGlobal("window", {
      localStorage: {},
      sessionStorage: {},
      addEventListener: () => undefined,
      location: {
        reload: () => {
          order.push("reload");
          resolve();
        },
      },
    });
  });
  forgetWithOthers();
  const other = new BroadcastChannel("wavelength-forget");
  other.postMessage("forget");
  await reloaded;
  other.close();
  expect(order).toEqual(["boards", "guests", "trails", "reload"]);
});
