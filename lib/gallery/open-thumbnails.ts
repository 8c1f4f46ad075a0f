import type { Config } from "@/lib/config";
import { ThumbnailFolder } from "./thumbnail-folder";
import type { Thumbnails } from "./thumbnails";

/** Where the configuration has thumbnails kept: the one place that knows which kind that is. */
export function openThumbnails({ thumbnailsDir }: Pick<Config, "thumbnailsDir">): Thumbnails {
  return new ThumbnailFolder(thumbnailsDir);
}
