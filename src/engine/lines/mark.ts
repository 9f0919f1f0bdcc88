// Looks at how an input of JSON lines begins: the mark of UTF-8 is passed, UTF-16 and UTF-32 are refused.

export interface Mark {
  /** Bytes to pass. */
  length: number
  /** Why it cannot be read. */
  fact?: string
  advice?: string
}

/** What the first bytes say, of which a second one may be missing. */
export function markOf(bytes: Uint8Array): Mark {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return { length: 3 }
  const isWide = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || a === 0 || b === 0
  if (!isWide) return { length: 0 }
  return {
    length: 0,
    fact: 'this is UTF-16 or UTF-32, not UTF-8',
    advice: 'JSON lines are in UTF-8: iconv -f utf-16 -t utf-8 FILE makes it of UTF-16',
  }
}
