import type { Metadata } from "next";
import { titleFor } from "@/components/explorer/title-for";
import { JoinPage } from "@/components/join/join-page";

export const metadata: Metadata = {
  title: titleFor("Two trails, side by side"),
  robots: { index: false },
};

/** Two trails and where they meet. */
export default async function Page({ params }: PageProps<"/join/[a]/[b]">) {
  const { a, b } = await params;
  return <JoinPage codes={[a, b]} />;
}
