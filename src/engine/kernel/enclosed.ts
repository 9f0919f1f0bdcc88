// Passes over comments, CDATA, instructions and values of attributes: nothing in them is markup.

/** One that has begun. */
export interface Enclosed {
  kind: 'comment' | 'CDATA' | 'instruction' | 'value'
  /** Where what is in it begins. */
  from: number
  /** What ends it. */
  closer: string
}

/** What is known of the elements around. */
export interface Around {
  /** Whether the end tag of one of them begins at a place. */
  isEndOfOpen(bytes: Buffer, at: number): boolean
}

const OPENERS = [
  { kind: 'comment', opener: '<!--', closer: '-->' },
  { kind: 'CDATA', opener: '<![CDATA[', closer: ']]>' },
  { kind: 'instruction', opener: '<?', closer: '?>' },
] as const

const MORE = 0x3e
const DOUBLE = 0x22
const SINGLE = 0x27
const LONGEST = 64 * 1024 // bytes of a value that is waited for

/** What begins at `at`; `wait` when more bytes may make one of it. */
export function enclosedAt(bytes: Buffer, at: number): Enclosed | 'wait' | undefined {
  for (const { kind, opener, closer } of OPENERS) {
    const found = bytes.toString('latin1', at, at + opener.length)
    if (found === opener) return { kind, from: at + opener.length, closer }
    if (opener.startsWith(found) && at + opener.length > bytes.length) return 'wait'
  }
  return undefined
}

/** The value that a place is in, of a start tag that begins before it. */
export function valueAround(bytes: Buffer, place: number): Enclosed | undefined {
  const tag = place > 0 ? bytes.lastIndexOf('<', place - 1) : -1
  if (tag < 0 || /[!?/]/.test(bytes.toString('latin1', tag + 1, tag + 2))) return undefined
  let quote = 0
  for (let at = tag; at < place; at++) {
    const byte = bytes[at] ?? 0
    if (quote !== 0) quote = byte === quote ? 0 : quote
    else if (byte === DOUBLE || byte === SINGLE) quote = byte
    else if (byte === MORE) return undefined
  }
  return quote === 0
    ? undefined
    : { kind: 'value', from: place, closer: String.fromCharCode(quote) }
}

/**
 * Where `enclosed` ends, searched from `at`: after its closer, or at its beginning if it has lost its own end and there
 * may be markup in it; `wait` when that is not there yet.
 */
export function endOf(
  enclosed: Enclosed,
  bytes: Buffer,
  at: number,
  isLast: boolean,
  around: Around,
): number | 'wait' {
  const { kind, from, closer } = enclosed
  if (kind === 'value') return endOfValue(enclosed, bytes, at, isLast)
  const { opener = '' } = OPENERS.find((each) => each.kind === kind) ?? {}
  const next = kind === 'comment' ? -1 : bytes.indexOf(opener, Math.max(from, at - opener.length))
  const own = next < 0 ? bytes : bytes.subarray(0, next)
  const close = own.indexOf(closer, Math.max(from, at - closer.length))
  if (close >= 0) return close + closer.length
  if (next >= 0) return from
  if (!isLast) return 'wait'
  return kind !== 'comment' && hasEndOfOpen(bytes, from, around) ? from : bytes.length
}

/** Whether the end of an element around stands in it: then it is not the document that was cut off. */
function hasEndOfOpen(bytes: Buffer, from: number, around: Around): boolean {
  for (let at = bytes.indexOf('</', from); at >= 0; at = bytes.indexOf('</', at + 2)) {
    if (around.isEndOfOpen(bytes, at)) return true
  }
  return false
}

/** White space or the end of the tag follows a quote that ends a value, but not one that begins another value. */
function endOfValue({ from, closer }: Enclosed, bytes: Buffer, at: number, isLast: boolean) {
  const close = bytes.indexOf(closer, Math.max(from, at - 1))
  if (close < 0 || close + 1 === bytes.length) {
    return isLast || bytes.length - from > LONGEST ? from : 'wait'
  }
  const isBegin = /=[ \t\r\n]*$/.test(bytes.toString('latin1', Math.max(from, close - 9), close))
  const isEnd = /[ \t\r\n/>?]/.test(bytes.toString('latin1', close + 1, close + 2))
  return isEnd && !isBegin ? close + 1 : from
}
