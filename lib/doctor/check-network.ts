import { isLoopbackAddress } from "@/lib/loopback-address";
import { broken, type Check, type Finding, good, notice } from "./finding";

/** Who has the port: nobody, this gallery's server, another program, or we may not have it. */
export type PortHolder = "free" | "ours" | "taken" | "refused";

export interface NetworkCircumstances {
  readonly host: string;
  readonly port: number;
  readonly knownHosts: readonly string[];
  holder(): Promise<PortHolder>;
  /** Who may read the owner's token: `undefined` when there is none yet. */
  tokenMode(): Promise<number | undefined>;
}

/** Bits of a file's mode that let others than its owner do anything. */
const OTHERS = 0o077;

export function checkNetwork(network: NetworkCircumstances): Check {
  return {
    about: "network",
    async run() {
      const findings = [portFinding(network, await network.holder())];
      const { host, knownHosts } = network;
      const names = knownHosts.length > 0 ? `, and answers to ${knownHosts.join(", ")}` : "";
      if (isLoopbackAddress(host)) {
        findings.push(good(`${host}: for this machine only${names}`));
        return findings;
      }
      const mode = await network.tokenMode();
      findings.push(
        mode !== undefined && (mode & OTHERS) !== 0
          ? notice(
              "other users of this machine can read the owner's token, and so add and remove",
              "Run `chmod 600` on owner-token in the data folder.",
            )
          : good(
              `${host}: whoever reaches it may browse; adding and removing need the owner's link${mode === undefined ? ", which the first start makes" : ""}`,
            ),
      );
      return findings;
    },
  };
}

function portFinding(
  { host, port }: NetworkCircumstances,
  holder: PortHolder,
): Omit<Finding, "about"> {
  const next = port < 65_535 ? port + 1 : 3_000;
  const other = `Start with \`npm start -- --port ${next}\`, or end the other program.`;
  if (holder === "free") return good(`port ${port} is free`);
  if (holder === "ours") return good(`port ${port}: Wavelength runs there`);
  if (holder === "taken") return notice(`port ${port} is taken by another program`, other);
  return broken(
    `${host}:${port} is no address that may be used here`,
    "Check WAVELENGTH_HOST, and choose a port above 1023.",
  );
}
