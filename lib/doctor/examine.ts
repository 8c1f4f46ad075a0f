import { stat } from "node:fs/promises";
import type { Config } from "@/lib/config";
import { openEmbedder } from "@/lib/embedding/worker-embedder";
import { crewFolders } from "../gallery/crew/crew";
import { Pulse, readCards } from "../gallery/crew/roster";
import { readGallerySchema } from "../gallery/gallery-schema";
import { inspectKeptIndex } from "../store/index/inspect-kept-index";
import { embeddedFolder, openStore } from "../store/open-store";
import type { VectorStore } from "../store/vector-store";
import { checkDisk } from "./check-disk";
import { checkEmbeddedStore } from "./check-embedded-store";
import { checkEngine } from "./check-engine";
import { checkFolder } from "./check-folder";
import { checkMemory } from "./check-memory";
import { checkModel } from "./check-model";
import { checkNetwork } from "./check-network";
import { checkNode } from "./check-node";
import { checkOnline } from "./check-online";
import * as here from "./circumstances";
import { type Check, type Finding, runChecks } from "./finding";

export interface Examination {
  readonly config: Config;
  readonly port: number;
  /** Ask open collections whether they can be reached. */
  readonly isOnline: boolean;
}

/** Looks at all that Wavelength needs on this machine. Nothing of a gallery is changed. */
export function examine({ config, port, isOnline }: Examination): AsyncGenerator<Finding> {
  const { dataDir, thumbnailsDir, modelDir, host, knownHosts } = config;
  const { providers, embed, contact } = config;
  const place = embeddedFolder(dataDir);
  const pulse = new Pulse();
  // Of the gallery, once it has been opened: the checks run one after the other.
  let count: number | undefined;
  const open = async (): Promise<VectorStore> => {
    const store = await openStore(config, await readGallerySchema(modelDir));
    if (config.store.kind === "embedded") count = store.state().count;
    return store;
  };
  const checks: Check[] = [
    checkNode(process.versions.node),
    checkModel({
      modelDir,
      open: () => openEmbedder({ modelDir, providers, ...embed }),
      gpus: here.countGpus,
    }),
    checkStore(config, open),
    checkDisk({
      dataDir,
      room: () => here.roomAt(dataDir),
      count: async () => count ?? 0,
      tryToWrite: () => here.tryToWrite(dataDir),
      foreignFolders: () => here.foreignFolders(dataDir, [place]),
    }),
    checkMemory({ count: async () => count, bytes: here.usableMemory() }),
    checkNetwork({
      host,
      port,
      knownHosts,
      holder: () => here.portHolder(host, port),
      tokenMode: () => here.tokenMode(dataDir),
    }),
    checkFolder({
      dataDir,
      cards: () => readCards(crewFolders(dataDir).cards),
      isAlive: (card) => pulse.isAlive(card),
      claims: () => here.countClaims(dataDir),
      isLockDead: () => here.isLockDead(dataDir),
      unfinished: () => here.findUnfinished(dataDir, thumbnailsDir),
    }),
  ];
  const ask = (url: string) => here.askStatus(url, "Wavelength/0.1 (doctor)");
  if (isOnline) checks.push(checkOnline(ask, contact));
  return runChecks(checks);
}

function checkStore({ store, dataDir, modelDir }: Config, open: () => Promise<VectorStore>): Check {
  if (store.kind === "qdrant") {
    const { apiKey } = store;
    const headers = apiKey === undefined ? {} : { "api-key": apiKey };
    const ask = (url: string, path: string) => here.askJson(`${url}${path}`, headers);
    return checkEngine({ address: store, ask, open });
  }
  const dir = embeddedFolder(dataDir);
  return checkEmbeddedStore({
    dir,
    isThere: async () => (await stat(dir).catch(() => undefined)) !== undefined,
    open,
    index: async () => inspectKeptIndex(dir, await readGallerySchema(modelDir)),
  });
}
