import { usePreferences } from "./preferences";

/** `--ground` of `app/globals.css`: what is outside the page cannot read it there. */
const DARK = "#131313";
const LIGHT = "#f6f6f6";

/** Has the browser's own bar, on a phone, take the colour of the ground. */
export function ThemeColour() {
  const { theme } = usePreferences();
  if (theme !== "system") {
    return <meta name="theme-color" content={theme === "light" ? LIGHT : DARK} />;
  }
  return (
    <>
      <meta name="theme-color" media="(prefers-color-scheme: light)" content={LIGHT} />
      <meta name="theme-color" media="(prefers-color-scheme: dark)" content={DARK} />
    </>
  );
}
