import { useId } from "react";

/** The name, and a wave of the spectrum before it. */
export function Logo() {
  return (
    <span className="flex items-center gap-2">
      <Wave className="h-5 w-8" />
      <span className="hidden text-[0.9375rem] tracking-wide sm:inline">Wavelength</span>
    </span>
  );
}

/** A wave of the spectrum. */
export function Wave({ className }: { readonly className: string }) {
  const gradient = useId();
  return (
    <svg viewBox="0 0 32 20" className={className} aria-hidden="true" focusable="false">
      <defs>
        <linearGradient id={gradient} x1="0" x2="1" y1="0" y2="0">
          <stop offset="0" stopColor="#7b4bd1" />
          <stop offset="0.3" stopColor="#29a8e0" />
          <stop offset="0.5" stopColor="#2fc28a" />
          <stop offset="0.74" stopColor="#f2b632" />
          <stop offset="1" stopColor="#d8434a" />
        </linearGradient>
      </defs>
      {/* Each crest wider than the one before: from short waves to long ones. */}
      <path
        d="M1.5 10C2.7 2.6 4.3 2.6 5.5 10S8.5 17.4 10 10s3.5-7.4 5.5 0 4.6 7.4 7 0 5.5-7.4 8 0"
        fill="none"
        stroke={`url(#${gradient})`}
        strokeWidth="2"
        strokeLinecap="round"
      />
    </svg>
  );
}
