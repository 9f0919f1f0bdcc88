// Provides the last line of the terminal that shows stderr, rewritten in place; anything else printed there removes it.

const CLEAR = '\r\x1b[K'
let isShown = false

/** Shows a text instead of the one before. */
export function showStatus(text: string): void {
  isShown = true
  process.stderr.write(`\r${text}\x1b[K`)
}

export function clearStatus(): void {
  if (isShown) process.stderr.write(CLEAR)
  isShown = false
}

/** The columns that a text may take: the last one would move the cursor to the next line. */
export function statusColumns(): number {
  return (process.stderr.columns || 80) - 1
}
