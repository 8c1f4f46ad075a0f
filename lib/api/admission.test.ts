import { describe, expect, it } from "vitest";
import { Admission } from "./admission";

/** Work that ends when the test says so. */
function held() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => ended, end };
}

describe("Admission", () => {
  it("refuses at once who comes while it is full, without starting their work", async () => {
    const door = new Admission(2);
    const [one, other] = [held(), held()];
    const inside = [door.admit(one.work), door.admit(other.work)];
    let started = false;
    const refused = door.admit(async () => {
      started = true;
    });
    await expect(refused).rejects.toMatchObject({
      code: "server_busy",
      status: 503,
      retryAfterS: 1,
    });
    expect(started).toBe(false);
    one.end();
    await inside[0];
    expect(await door.admit(async () => "in")).toBe("in");
    other.end();
    await inside[1];
  });

  it("gives the place of work that fails to the next", async () => {
    const door = new Admission(1);
    const failing = async () => {
      throw new Error("no");
    };
    await expect(door.admit(failing)).rejects.toThrow("no");
    expect(await door.admit(async () => "in")).toBe("in");
  });
});
