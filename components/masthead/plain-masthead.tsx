import { Logo } from "./logo";
import { Spectrum } from "./spectrum";

/** The bar of a page without a wall: the way home. */
export function PlainMasthead() {
  return (
    <header>
      <div className="flex h-13 items-center px-3 sm:px-5">
        <a
          href="/"
          aria-label="Wavelength: the opening wall"
          className="flex min-h-11 min-w-11 items-center"
        >
          <Logo />
        </a>
      </div>
      <Spectrum />
    </header>
  );
}
