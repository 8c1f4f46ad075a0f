import { type Check, good, notice } from "./finding";

/** Hosts that `npm run add` asks for open collections. */
const ONLINE_HOSTS = [
  ["The Metropolitan Museum", "https://collectionapi.metmuseum.org/robots.txt"],
  ["the Art Institute of Chicago", "https://api.artic.edu/robots.txt"],
  ["Wikimedia Commons", "https://commons.wikimedia.org/robots.txt"],
] as const;

/** @param ask gives a status, or throws when the host cannot be reached. */
export function checkOnline(
  ask: (url: string) => Promise<number>,
  contact: string | undefined,
): Check {
  return {
    about: "online",
    async run() {
      const findings = await Promise.all(
        ONLINE_HOSTS.map(async ([name, url]) => {
          const status = await ask(url).catch((error: Error) => error.message);
          // A host without a robots.txt says 404: it was reached.
          if (typeof status === "number" && status < 500) return good(`${name} can be reached`);
          return notice(
            `${name} cannot be reached (${status})`,
            "Check the connection, a proxy or a firewall; folders and archives need none.",
          );
        }),
      );
      if (contact !== undefined) return findings;
      const advice = "Set WAVELENGTH_CONTACT to an address or a page of yours before you ask much.";
      return [...findings, notice("hosts cannot tell whom to ask", advice)];
    },
  };
}
