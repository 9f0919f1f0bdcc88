// Does what may fail.

/** What it answers; nothing if it fails. */
export function quietly<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}
