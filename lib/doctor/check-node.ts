import { nodeComplaint, OLDEST_NODE } from "@/lib/launch/node-version.mjs";
import { broken, type Check, good } from "./finding";

/** @param version as in `process.versions.node`. */
export function checkNode(version: string): Check {
  return {
    about: "node",
    async run() {
      const complaint = nodeComplaint(version);
      if (complaint === "") return [good(`Node ${version} (${OLDEST_NODE} or newer is needed)`)];
      return [broken(complaint, "Install a newer Node from https://nodejs.org.")];
    },
  };
}
