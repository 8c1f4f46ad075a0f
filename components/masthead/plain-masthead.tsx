import { Logo } from "./logo";
import { Spectrum } from "./spectrum";

/** The bar of a page without a wall: the way home, and what else the page has in it. */
export function PlainMasthead({ children }: { readonly children?: React.ReactNode }) {
  return (
    <header>
      <div className="flex h-13 items-center gap-1 px-3 sm:gap-2 sm:px-5">
        <a
          href="/"
          aria-label="Wavelength: the opening wall"
          className="mr-auto flex min-h-11 min-w-11 items-center"
        >
          <Logo />
        </a>
        {children}
      </div>
      <Spectrum />
    </header>
  );
}
