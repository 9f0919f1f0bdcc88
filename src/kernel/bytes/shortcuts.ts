// Says whether what is common has ways of its own, for speed. A build without them must agree with the other in all but
// speed (`test/engine/kernel/shortcuts.test.ts`), so what they leave out of regard shows.

/** `asc --target plain` builds the kernel without. */
// @ts-ignore: introduced by the command line
export const SHORTCUTS: bool = USE_SHORTCUTS != 0
