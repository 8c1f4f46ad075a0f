import type { MouseEvent } from "react";
import { isPlainClick } from "../controls/is-plain-click";
import { BringYourOwn } from "../guests/guest-intake";
import { OwnerPanel } from "../owner/owner-panel";
import { PreferencesMenu } from "../preferences/preferences-menu";
import { BoardsLink } from "./boards-link";
import { Logo } from "./logo";
import { Spectrum } from "./spectrum";
import { ZoomControl } from "./zoom-control";

interface MastheadProps {
  readonly isBusy: boolean;
  readonly zoom: number;
  readonly setZoom: (zoom: number) => void;
  readonly onHome: () => void;
}

/** The bar over every wall: home, tile size, bring your own, your folder, preferences. */
export function Masthead({ isBusy, zoom, setZoom, onHome }: MastheadProps) {
  const goHome = (event: MouseEvent) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    onHome();
  };
  return (
    <header className="sticky top-0 z-20 bg-ground">
      <div className="flex h-13 items-center gap-1 px-3 max-sm:pr-0.5 sm:gap-2 sm:px-5">
        <a
          href="/"
          onClick={goHome}
          aria-label="Wavelength: the opening wall"
          className="mr-auto flex min-h-11 min-w-11 items-center"
        >
          <Logo />
        </a>
        <ZoomControl zoom={zoom} setZoom={setZoom} />
        <BoardsLink />
        <BringYourOwn />
        <OwnerPanel />
        <PreferencesMenu />
      </div>
      <Spectrum isBusy={isBusy} />
    </header>
  );
}
