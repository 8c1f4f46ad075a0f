import { isIP } from "node:net";
import { type NetworkGuards, PUBLIC_GUARDS } from "../guarded-request";

/**
 * Guards for asking a mirror of the collections that the owner has named (`WAVELENGTH_COLLECTIONS_URL`):
 * a cache or a proxy of their own, which may stand in a private network. `https://<host>/<path>` is asked
 * for as `<mirror>/<host>/<path>`. Besides public addresses those are let through that its name leads to.
 */
export function mirrorGuards(mirror: string, guards: NetworkGuards = PUBLIC_GUARDS): NetworkGuards {
  const name = new URL(mirror).hostname.replace(/^\[|\]$/g, "");
  const own = new Set(isIP(name) ? [name] : []);
  return {
    resolve: async (host) => {
      const answers = await guards.resolve(host);
      if (host === name) for (const { address } of answers) own.add(address);
      return answers;
    },
    isAllowed: (address) => own.has(address) || guards.isAllowed(address),
  };
}
