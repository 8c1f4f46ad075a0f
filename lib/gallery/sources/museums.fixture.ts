import type { RequestListener, ServerResponse } from "node:http";

/** Servers that reply as the open collections publish, behind one address as a mirror has it. */
export interface PlayedMuseums {
  /** Works that each has. */
  readonly works: number;
  /** The picture of a work, 0 and up; those of the collections differ. */
  readonly picture: (n: number) => Promise<Buffer>;
  /** Answers in place of the museum. @returns whether it did. */
  readonly instead?: (url: URL, response: ServerResponse) => boolean;
  /** What is said else of a work, in the words of its collection. */
  readonly said?: (id: number) => Readonly<Record<string, unknown>>;
}

/** Where the pictures of a collection begin among those of {@link PlayedMuseums.picture}. */
const FIRST_PICTURE = { met: 0, artic: 1_000, commons: 2_000 };

export function playMuseums(played: PlayedMuseums): RequestListener {
  return (request, response) => {
    const url = new URL(request.url ?? "/", "http://mirror.test");
    if (played.instead?.(url, response)) return;
    answer(url, played)
      .then((body) => {
        if (body === undefined) response.writeHead(404).end("{}");
        else response.end(Buffer.isBuffer(body) ? body : JSON.stringify(body));
      })
      .catch((error) => response.destroy(error));
  };
}

async function answer(url: URL, played: PlayedMuseums): Promise<unknown> {
  const [, host, ...path] = url.pathname.split("/");
  const [last = ""] = path.slice(-1);
  const ids = [...Array(played.works).keys()].map((n) => n + 1);
  const asked = url.searchParams;
  const said = (id: number) => played.said?.(id) ?? {};
  switch (host) {
    case "collectionapi.metmuseum.org":
      return path.includes("search") ? metPage(ids, asked) : metObject(Number(last), said);
    case "images.metmuseum.org":
      return played.picture(FIRST_PICTURE.met + Number.parseInt(last, 10));
    case "api.artic.edu":
      return articPage(ids, asked, said);
    case "www.artic.edu":
      return played.picture(FIRST_PICTURE.artic + Number(path[2]?.replace("image-", "")));
    case "commons.wikimedia.org":
      return commonsPage(ids, asked, said);
    case "upload.wikimedia.org":
      return played.picture(FIRST_PICTURE.commons + Number.parseInt(last, 10));
    default:
      return undefined;
  }
}

type Said = (id: number) => Readonly<Record<string, unknown>>;

function metPage(ids: readonly number[], asked: URLSearchParams) {
  const offset = Number(asked.get("offset"));
  const found = ids.slice(offset, offset + Number(asked.get("limit")));
  return { total: ids.length, objectIDs: found.length > 0 ? found : null };
}

function metObject(id: number, said: Said) {
  return {
    objectID: id,
    isPublicDomain: true,
    primaryImage: `https://images.metmuseum.org/CRDImages/ep/original/${id}.jpg`,
    primaryImageSmall: `https://images.metmuseum.org/CRDImages/ep/web-large/${id}.jpg`,
    title: `Storm ${id}`,
    artistDisplayName: "Katsushika Hokusai",
    culture: "Japan",
    objectDate: "ca. 1830–32",
    objectBeginDate: 1825,
    medium: "Woodblock print; ink and color on paper",
    classification: "Prints",
    creditLine: "Rogers Fund, 1914",
    ...said(id),
  };
}

function articPage(ids: readonly number[], asked: URLSearchParams, said: Said) {
  const [limit, page] = [Number(asked.get("limit")), Number(asked.get("page"))];
  return {
    pagination: { total: ids.length, limit, total_pages: Math.ceil(ids.length / limit) },
    data: ids.slice((page - 1) * limit, page * limit).map((id) => ({
      id,
      title: `Storm ${id}`,
      image_id: `image-${id}`,
      is_public_domain: true,
      artist_title: null,
      artist_display: "Winslow Homer\nAmerican, 1836–1910",
      date_display: "About 1880",
      date_start: 1875,
      medium_display: "Oil on canvas",
      classification_title: "painting",
      style_title: "Realism",
      credit_line: "Gift of a friend",
      ...said(id),
    })),
    config: { iiif_url: "https://www.artic.edu/iiif/2", website_url: "http://www.artic.edu" },
  };
}

function commonsPage(ids: readonly number[], asked: URLSearchParams, said: Said) {
  const offset = Number(asked.get("gsroffset"));
  const end = offset + Number(asked.get("gsrlimit"));
  const found = ids.slice(offset, end).map((id) => {
    const file = `https://upload.wikimedia.org/wikipedia/commons/a/a2`;
    const metadata = {
      ObjectName: { value: `Storm ${id}`, source: "commons-desc-page" },
      Artist: { value: '<a href="//en.wikipedia.org/wiki/X">Ivan <b>Aivazovsky</b></a>' },
      DateTimeOriginal: {
        value: '1850<div style="display: none;">date QS:P571,+1850-00-00T00:00:00Z/9</div>',
      },
      LicenseShortName: { value: "CC BY-SA 4.0" },
      ...said(id),
    };
    const imageinfo = {
      url: `${file}/${id}.jpg`,
      thumburl: `${file}/1280px/${id}.jpg`,
      descriptionurl: `https://commons.wikimedia.org/wiki/File:Storm_${id}.jpg`,
      mime: "image/jpeg",
      extmetadata: metadata,
    };
    return { pageid: id, ns: 6, title: `File:Storm ${id}.jpg`, index: id, imageinfo: [imageinfo] };
  });
  return {
    batchcomplete: true,
    ...(end < ids.length ? { continue: { gsroffset: end, continue: "gsroffset||" } } : {}),
    // By number of page, not as they were found.
    ...(found.length > 0 ? { query: { pages: found.reverse() } } : {}),
  };
}
