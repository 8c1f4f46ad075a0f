"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import type { Trail } from "@/lib/trail/trail";
import { linkFor, pathTo } from "@/lib/trail/tree";
import { SavingCorner } from "../boards/saved-notice";
import { OpeningHeader } from "../feeds/opening-header";
import { GuestIntake } from "../guests/guest-intake";
import { Masthead } from "../masthead/masthead";
import { usePreferences } from "../preferences/preferences";
import { ThemeColour } from "../preferences/theme-colour";
import { RecipeBar } from "../recipe/recipe-bar";
import { useTuning } from "../recipe/use-tuning";
import { SlowNotice } from "../states/slow-notice";
import { aboutText } from "../trail/about-line";
import { describeQuery, imagesOn } from "../trail/describe-query";
import { QueryHeader } from "../trail/query-header";
import { useFork } from "../trail/use-fork";
import { UndoKeys } from "../tree/undo-keys";
import { useBranches } from "../tree/use-branches";
import { TileDetailsCache } from "../wall/tile-details-cache";
import { useWallWidth } from "../wall/use-wall-width";
import { fetchTiles } from "./fetch-wall";
import type { InitialPage } from "./initial-page";
import { titleFor } from "./title-for";
import { useDocumentTitle } from "./use-document-title";
import { useFollow } from "./use-follow";
import { useNavigation } from "./use-navigation";
import { useOnlineRetry } from "./use-online-retry";
import { useQueryActions } from "./use-query-actions";
import { useScrollRestoration } from "./use-scroll-restoration";
import { useStage } from "./use-stage";
import { readTrail, useWallPage } from "./use-wall-page";
import { aboutQuery, feedsQuery } from "./wall-query";
import { WallSection } from "./wall-section";

const Replay = dynamic(() => import("../replay/replay").then((m) => m.Replay));

/** One page: the masthead, the query or the moods, and the wall. */
export function ExplorerPage({ initial }: { readonly initial: InitialPage }) {
  const { place: entry, go, replace: write } = useNavigation(initial.code);
  const walked = useMemo(() => readTrail(entry.code), [entry.code]);
  const { onward, asCame, keepOrigin } = useFork(entry, walked);
  const stage = useStage(entry, walked);
  const { place, caught } = stage;
  const trail = useMemo(() => readTrail(place.code), [place.code]);
  const own = useMemo(() => trail && onward(trail), [trail, onward]);
  const settle = useCallback((href: string) => keepOrigin(caught(href)), [keepOrigin, caught]);
  const replace = useCallback((href: string) => write(keepOrigin(href)), [write, keepOrigin]);
  const { follow, aim } = useFollow(go, initial.day, settle);
  const tuning = useTuning(own, place, replace);
  const { recipe, tune, isRefused } = tuning;
  // What plays is shown as it was then: its branches come back with its end.
  const branches = useBranches({
    place: entry,
    trail: stage.isPlaying ? undefined : trail,
    go: follow,
    replace,
    settle: tuning.settle,
  });
  const whole = useMemo(
    () => (own && branches ? { ...branches.whole, ...forkOf(own) } : own),
    [own, branches],
  );
  const page = useWallPage(place, initial, trail, onward, whole);
  const { shown, isHere, isBusy, problem, retry } = page;
  const hopHere = { hop: branches?.place ?? "", ids: shown?.wall.ids ?? [] };
  const { scroll, noteFocus, focusOf } = useScrollRestoration(place, isHere, hopHere);
  const { zoom, setZoom, showMature } = usePreferences();
  const feeds = useQuery({ ...feedsQuery(), enabled: place.code === undefined });
  const frame = useRef<HTMLDivElement>(null);
  const width = useWallWidth(frame);
  const [cache] = useState(() => cacheWith(initial));
  useSyncExternalStore(cache.subscribe, cache.getVersion, () => 0);
  const details = useCallback((id: ImageId) => cache.get(id), [cache]);
  const want = useCallback((ids: readonly ImageId[]) => cache.want(ids), [cache]);
  const onTrail = (next: Trail) => replace(linkFor(next));
  useOnlineRetry(problem?.code === "unreachable", retry);

  const hop = trail?.hops[trail.tip];
  const query = trail && hop ? describeQuery(trail, hop, details).title : undefined;
  // After the wall, which need not wait for words.
  const { data: about } = useQuery({
    ...aboutQuery(place.code ?? ""),
    enabled: place.code !== undefined && isHere,
  });
  useDocumentTitle(titleFor(query, aboutText(about?.query)));
  useEffect(() => {
    if (shown) cache.add(shown.wall.response.first);
    if (trail) cache.want(imagesOn(trail, pathTo(trail)));
  }, [cache, shown, trail]);
  useEffect(() => {
    const images = recipe?.ingredients.flatMap(({ source }) =>
      source.kind === "image" ? [source.id] : [],
    );
    if (images) cache.want(images);
  }, [cache, recipe]);

  const actions = useQueryActions({ place, trail: whole, shown, recipe, tune, follow });
  const count = shown?.wall.tiles.length ?? 0;
  const isUnsure = about?.words.some((words) => words.isUnsure);
  // Where nothing is close, or the words were not understood, the notice speaks alone.
  const isClose = shown?.wall.response.closeCount !== 0 && !isUnsure;
  const isEmpty = shown?.wall.response.notices.includes("gallery_empty");

  return (
    <GuestIntake onGuests={actions.onGuests}>
      <ThemeColour />
      <SkipLink />
      <Masthead
        isBusy={isBusy}
        zoom={zoom}
        setZoom={setZoom}
        onHome={() => (place.code === undefined ? window.scrollTo(0, 0) : follow("/"))}
      />
      <main>
        {trail ? (
          <>
            <QueryHeader
              trail={branches ? asCame(branches.linked) : trail}
              fork={trail.fork}
              branches={branches}
              details={details}
              showsMature={showMature}
              best={isHere && isClose ? (shown?.wall.best ?? -1) : -1}
              about={about?.query}
              aboutTrail={about?.trail}
              want={want}
              onOpen={follow}
              onPlay={stage.isPlaying ? undefined : stage.play}
            />
            {recipe && !stage.isPlaying && (
              <RecipeBar
                trail={own ?? trail}
                recipe={recipe}
                details={details}
                showsMature={showMature}
                onTune={tune}
                onTrail={onTrail}
                onElsewhere={actions.onElsewhere}
              />
            )}
          </>
        ) : isEmpty ? null : (
          <OpeningHeader
            feeds={feeds.data}
            holdsSamples={isHere && shown?.wall.response.notices.includes("samples_only") === true}
            day={initial.day}
            showsMature={showMature}
            onOpen={follow}
            onWords={actions.onWords}
          />
        )}
        {branches && <UndoKeys branches={branches} />}
        {isRefused && (
          <p role="alert" className="px-3 pb-3 text-muted text-sm sm:px-5">
            A link has no room for that: it was not added. Start a new trail from here to go on.
          </p>
        )}
        {actions.aside && (
          <p role="status" className="px-3 pb-3 text-muted text-sm sm:px-5">
            {actions.aside}
          </p>
        )}
        <div className="px-3 sm:px-5">
          <div ref={frame}>
            <WallSection
              page={page}
              place={place}
              width={width}
              cache={cache}
              scroll={scroll}
              query={query}
              words={about?.words ?? []}
              focusOf={focusOf}
              onActive={noteFocus}
              onOpen={follow}
              onAim={aim}
              onMix={trail && !stage.isPlaying ? actions.onMix : undefined}
              day={initial.day}
            />
          </div>
        </div>
      </main>
      <SavingCorner trail={branches?.linked ?? trail} />
      {stage.isPlaying && walked && (
        <Replay
          key={entry.key}
          trail={walked}
          stage={stage}
          shown={shown}
          isHere={isHere}
          hasFailed={problem !== undefined}
          width={width}
          zoom={zoom}
          day={initial.day}
          details={details}
          onGo={go}
        />
      )}
      {isBusy && !isHere && <SlowNotice key={place.key} />}
      <p className="sr-only" aria-live="polite">
        {isHere && place.key
          ? `${count} pictures${query ? ` on the wavelength of ${query}` : ""}`
          : ""}
      </p>
    </GuestIntake>
  );
}

/** The way past the masthead by keyboard. */
function SkipLink() {
  return (
    // biome-ignore lint/a11y/useValidAnchor: it goes to a place on this page; focus has to follow.
    <a
      href="#wall"
      onClick={(event) => {
        event.preventDefault();
        document.getElementById("wall")?.focus();
      }}
      className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-40 focus:rounded-full focus:bg-raised focus:px-4 focus:py-2"
    >
      Skip to the wall
    </a>
  );
}

/** Where a trail came from, which somebody else's says only of what goes on from it. */
function forkOf({ fork }: Trail): Pick<Trail, "fork"> {
  return fork ? { fork } : {};
}

function cacheWith({ wall, path }: InitialPage): TileDetailsCache {
  const cache = new TileDetailsCache(fetchTiles);
  cache.add([...(wall?.first ?? []), ...path]);
  return cache;
}
