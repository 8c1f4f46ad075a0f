import type { Aspect } from "@/lib/energy/aspects";

/** What aspects are called on screen, and what each says, in a few words. */
export const ASPECT_NAMES: Readonly<
  Record<Aspect, { readonly name: string; readonly says: string }>
> = {
  subject: { name: "Subject", says: "what is in it" },
  style: { name: "Style", says: "how it is made" },
  palette: { name: "Palette", says: "which colours" },
  light: { name: "Light", says: "where it is light and dark" },
};
