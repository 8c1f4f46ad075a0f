/** A click that means "go there", not "open a tab", "save" or "select". */
export function isPlainClick(
  event: Pick<
    MouseEvent,
    "button" | "defaultPrevented" | "metaKey" | "ctrlKey" | "shiftKey" | "altKey"
  >,
): boolean {
  return (
    event.button === 0 &&
    !(event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
  );
}
