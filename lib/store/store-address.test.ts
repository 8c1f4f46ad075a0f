import { describe, expect, it } from "vitest";
import { parseConfig } from "@/lib/config";
import { readStoreAddress } from "./store-address";

describe("WAVELENGTH_STORE", () => {
  it("means the data folder when it is not set", () => {
    expect(parseConfig({}).store).toEqual({ kind: "embedded" });
    expect(parseConfig({ WAVELENGTH_STORE: "" }).store).toEqual({ kind: "embedded" });
  });

  it("names an engine and a collection there, its port where it is not the usual one", () => {
    const of = (text: string) => parseConfig({ WAVELENGTH_STORE: text }).store;
    expect(of("qdrant://localhost/gallery")).toEqual({
      kind: "qdrant",
      urls: ["http://localhost:6333"],
      collection: "gallery",
    });
    expect(of("qdrant://10.0.0.7:80/my_works-2.x")).toMatchObject({
      urls: ["http://10.0.0.7:80"],
      collection: "my_works-2.x",
    });
    expect(of("qdrants://[::1]:7000/a")).toMatchObject({ urls: ["https://[::1]:7000"] });
  });

  it("names the nodes of an engine that has several", () => {
    const { store } = parseConfig({ WAVELENGTH_STORE: "qdrants://a,b:7000, [::1]:6333/gallery" });
    expect(store).toMatchObject({
      urls: ["https://a:6333", "https://b:7000", "https://[::1]:6333"],
      collection: "gallery",
    });
  });

  it("takes the key from a variable of its own", () => {
    const env = { WAVELENGTH_STORE: "qdrant://q/a", WAVELENGTH_QDRANT_KEY: "secret" };
    expect(parseConfig(env).store).toMatchObject({ apiKey: "secret" });
    expect(parseConfig({ WAVELENGTH_QDRANT_KEY: "secret" }).store).toEqual({ kind: "embedded" });
  });

  it.each([
    ["http://localhost:6333/gallery", "no engine that is known"],
    ["embedded", "no engine that is known"],
    ["QDRANT://localhost/gallery", "no engine that is known"],
    ["qdrant://", "no address"],
    ["qdrant:///gallery", "no address"],
    ["qdrant://host:99999/gallery", "no address"],
    ["qdrant://a,,b/gallery", "no address"],
    ["qdrant://a,b:x/gallery", "no address"],
    ["qdrant://localhost", "no collection's name"],
    ["qdrant://localhost/", "no collection's name"],
    ["qdrant://localhost/a/b", "no collection's name"],
    ["qdrant://localhost/a%20b", "no collection's name"],
    ["qdrant://localhost/gallery?api-key=secret", "something follows"],
    ["qdrant://localhost/gallery#x", "something follows"],
  ])("refuses %s and shows what it should look like", (text, why) => {
    expect(() => readStoreAddress(text)).toThrow(why);
    expect(() => readStoreAddress(text)).toThrow("qdrant://localhost:6333/gallery");
  });

  it("repeats no secret when it refuses one", () => {
    const read = () => readStoreAddress("qdrant://me:hunter2@localhost/gallery");
    expect(read).toThrow("WAVELENGTH_QDRANT_KEY");
    expect(read).not.toThrow("hunter2");
    const second = () => readStoreAddress("qdrant://a,me:hunter2@b/gallery");
    expect(second).toThrow("WAVELENGTH_QDRANT_KEY");
    expect(second).not.toThrow("hunter2");
  });
});
