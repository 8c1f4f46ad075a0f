import type { Metadata } from "next";
import { titleFor } from "@/components/explorer/title-for";
import { PREFERENCES_SCRIPT } from "@/components/preferences/preferences";
import "./globals.css";

export const metadata: Metadata = {
  title: titleFor(undefined),
  description:
    "Explore images by mood: a wall of pictures with the same energy; click one, and it is the next query.",
};

/** The document around every page. */
export default function RootLayout({ children }: LayoutProps<"/">) {
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own constant, before first paint. */}
        <script dangerouslySetInnerHTML={{ __html: PREFERENCES_SCRIPT }} />
      </head>
      <body>{children}</body>
    </html>
  );
}
