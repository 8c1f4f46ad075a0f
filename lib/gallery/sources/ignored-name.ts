/** Names that are never pictures, or not the person's. */
const IGNORED =
  /^\.(?!\.?$)|^(node_modules|Thumbs\.db|desktop\.ini|\$RECYCLE\.BIN|@eaDir|__MACOSX)$/i;

/** Whether a file or a folder of that name is passed over, with all that is in it. */
export function isIgnoredName(name: string): boolean {
  return IGNORED.test(name);
}

/** Whether any part of a member's name is passed over. */
export function isIgnoredMember(name: string): boolean {
  return name.split("/").some(isIgnoredName);
}
