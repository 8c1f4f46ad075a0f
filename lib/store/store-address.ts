/** Where a gallery's images and vectors are kept. */
export type StoreAddress =
  | { readonly kind: "embedded" }
  | {
      readonly kind: "qdrant";
      /**
       * Of its nodes' REST interfaces, with their ports: `http://127.0.0.1:6333`. At least one; any of
       * them answers for all.
       */
      readonly urls: readonly string[];
      /** What the gallery is called there; the collection's own name carries the model too. */
      readonly collection: string;
      readonly apiKey?: string;
    };

/** Qdrant's own default. */
const DEFAULT_PORT = 6333;
/** Names that need no escaping in a path and leave room for the model's id: Qdrant takes 255 bytes. */
const COLLECTION = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/;
const EXAMPLE =
  "qdrant://localhost:6333/gallery (qdrants:// for TLS; several nodes with commas between them), or leave it empty for the data folder";

/**
 * Reads `WAVELENGTH_STORE`: empty for the embedded store, `qdrant://host:port/collection`, or
 * `qdrants://…` over TLS. An engine of several nodes is named by several,
 * `qdrant://host:port,host:port/collection`, so that one may be away.
 *
 * @throws {Error} for anything else, naming what is wrong with it. Secrets are not repeated.
 */
export function readStoreAddress(text: string, apiKey?: string): StoreAddress {
  if (text === "") return { kind: "embedded" };
  const refuse = (what: string): never => {
    throw new Error(
      `Invalid environment:\nExpected WAVELENGTH_STORE to be like ${EXAMPLE}, but ${what}`,
    );
  };
  const [, scheme, nodes = "", rest = ""] = /^(qdrants?):\/\/([^/?#]*)(.*)$/s.exec(text) ?? [];
  if (!scheme) return refuse("it names no engine that is known");
  const protocol = scheme === "qdrants" ? "https" : "http";
  const urls: string[] = [];
  for (const node of nodes.split(",")) {
    const address = parse(`${scheme}://${node.trim()}`);
    if (!address) return refuse("it is no address");
    if (address.username || address.password) {
      return refuse("it holds a name or a password: a key goes into WAVELENGTH_QDRANT_KEY");
    }
    urls.push(`${protocol}://${address.hostname}:${address.port || DEFAULT_PORT}`);
  }
  const address = parse(`${scheme}://node${rest}`);
  if (!address) return refuse("it is no address");
  if (address.search || address.hash) return refuse("something follows the collection's name");
  const collection = address.pathname.slice(1);
  if (!COLLECTION.test(collection)) {
    return refuse(
      `${JSON.stringify(collection)} is no collection's name: letters, digits, "_", "-" and ".", at most 100`,
    );
  }
  return { kind: "qdrant", urls, collection, ...(apiKey ? { apiKey } : {}) };
}

/** A scheme that URL has no rules for: it checks name and port, and drops no default port. */
function parse(text: string): URL | undefined {
  try {
    const address = new URL(text);
    return address.hostname === "" ? undefined : address;
  } catch {
    return undefined;
  }
}
