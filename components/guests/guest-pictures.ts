"use client";

import type { DBSchema } from "idb";
import { useEffect, useState } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import { databaseOf, dropOldest } from "../storage/database";

/** Guests whose pictures this browser keeps; the oldest go first. */
const MAX_KEPT = 50;
/** Long side in px of what is kept: enough to see it large and to cut a piece out of it. */
const MAX_SIDE = 1_280;

interface GuestDb extends DBSchema {
  pictures: {
    key: string;
    value: { readonly id: string; readonly blob: Blob; readonly addedMs: number };
    indexes: { added: number };
  };
}

/** Pictures of this page's life, and all there is in a browser without storage. */
const urls = new Map<ImageId, string>();
const listeners = new Set<(id: ImageId) => void>();

const withGuestDb = databaseOf<GuestDb>("wavelength-guests", (db) => {
  db.createObjectStore("pictures", { keyPath: "id" }).createIndex("added", "addedMs");
});

/**
 * Keeps a guest's picture in this browser, and only here, so that its own trail shows it again. One
 * that the browser cannot draw (TIFF) is not kept: its blur is shown.
 */
export async function keepGuestPicture(id: ImageId, picture: Blob): Promise<void> {
  const blob = await shrink(picture).catch(() => undefined);
  if (!blob) return;
  urls.set(id, URL.createObjectURL(blob));
  for (const listener of listeners) listener(id);
  try {
    await withGuestDb(async (db) => {
      await db.put("pictures", { id, blob, addedMs: Date.now() });
      await dropOldest(db, "pictures", "added", MAX_KEPT);
    });
  } catch {
    // Private mode or a full disk: the picture lasts as long as this page.
  }
}

/**
 * Forgets every guest's picture.
 *
 * @throws what IndexedDB throws.
 */
export async function clear(): Promise<void> {
  for (const url of urls.values()) URL.revokeObjectURL(url);
  urls.clear();
  await withGuestDb((db) => db.clear("pictures"));
}

async function shrink(picture: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(picture, { imageOrientation: "from-image" });
  const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("no blob"))),
      "image/webp",
      0.9,
    );
  });
}

async function storedUrl(id: ImageId): Promise<string | undefined> {
  const kept = urls.get(id);
  if (kept) return kept;
  try {
    const row = await withGuestDb((db) => db.get("pictures", id));
    if (row && !urls.has(id)) urls.set(id, URL.createObjectURL(row.blob));
  } catch {
    // No storage: only this page's own guests.
  }
  return urls.get(id);
}

/** Object URL of a guest's picture, where this browser has it; in a friend's browser it is undefined. */
export function useGuestPicture(id: ImageId): string | undefined {
  const [found, setFound] = useState<{ readonly id: ImageId; readonly url: string }>();
  useEffect(() => {
    let isCurrent = true;
    const look = () =>
      storedUrl(id).then((url) => {
        if (isCurrent && url) setFound({ id, url });
      });
    const onKept = (kept: ImageId) => {
      if (kept === id) void look();
    };
    void look();
    listeners.add(onKept);
    return () => {
      isCurrent = false;
      listeners.delete(onKept);
    };
  }, [id]);
  return found?.id === id ? found.url : undefined;
}
