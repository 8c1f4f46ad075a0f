import type { FeedSummary } from "@/lib/search/contract";
import { useOwnFeeds } from "../boards/use-own-feeds";
import { MuseumWorks } from "../museums/museum-works";
import { WordsField } from "../recipe/words-field";
import { MoodFeeds } from "./mood-feeds";

interface OpeningHeaderProps {
  /** Undefined while they are on their way. */
  readonly feeds: readonly FeedSummary[] | undefined;
  /** Whether the wall shows nothing else. */
  readonly holdsSamples: boolean;
  readonly day: string;
  readonly showsMature: boolean;
  readonly onOpen: (href: string, feed: HTMLElement) => void;
  readonly onWords: (text: string) => void;
}

/** What stands over the opening wall: what to do with it, and the moods to begin with. */
export function OpeningHeader(props: OpeningHeaderProps) {
  const { feeds, holdsSamples, day, showsMature, onOpen, onWords } = props;
  const own = useOwnFeeds();
  const hasFeeds = feeds?.length !== 0 || own.length > 0;
  return (
    <section aria-labelledby="query" className="pt-4 pb-2">
      <div className="px-3 pb-3 sm:flex sm:items-baseline sm:gap-4 sm:px-5">
        <h1 id="query" tabIndex={-1} className="font-serif text-xl italic outline-none">
          Pictures that feel the same
        </h1>
        <p className="text-muted text-sm">
          Follow what pulls you{hasFeeds && ", or begin with a mood"}.
        </p>
        <div className="mt-2 flex sm:mt-0 sm:ml-auto sm:w-72">
          <WordsField
            label="Begin with words"
            placeholder="Or say it: rust and cream, backlit …"
            onWords={onWords}
          />
        </div>
      </div>
      <MoodFeeds feeds={feeds} own={own} showsMature={showsMature} onOpen={onOpen} />
      <MuseumWorks holdsSamples={holdsSamples} day={day} />
    </section>
  );
}
