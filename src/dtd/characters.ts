// Provides the characters of XML 1.0, fifth edition: white space, names, and what may be in a document at all.

export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0xa || code === 0x9 || code === 0xd
}

/** White space of any kind as spaces. */
export function spaced(text: string): string {
  return text.replace(/[\t\n\r]/g, ' ')
}

/** Whether a document may have the character, as itself or by its number. */
export function isCharacter(code: number): boolean {
  if (code < 0x20) return isSpace(code)
  return (
    code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff)
  )
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
export const NO_CHARACTER: RegExp = /[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]/u

/** What a public identifier must not have. */
export const NOT_PUBLIC: RegExp = /[^ \n\ra-zA-Z0-9\-'()+,./:=?;!*#@$_%]/g

type Range = [first: number, last: number]

const START: Range[] = [
  [0x3a, 0x3a],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
  [0xc0, 0xd6],
  [0xd8, 0xf6],
  [0xf8, 0x2ff],
  [0x370, 0x37d],
  [0x37f, 0x1fff],
  [0x200c, 0x200d],
  [0x2070, 0x218f],
  [0x2c00, 0x2fef],
  [0x3001, 0xd7ff],
  [0xf900, 0xfdcf],
  [0xfdf0, 0xfffd],
  [0x10000, 0xeffff],
]
const INSIDE: Range[] = [
  [0x2d, 0x2e],
  [0x30, 0x39],
  [0xb7, 0xb7],
  [0x300, 0x36f],
  [0x203f, 0x2040],
]

function isIn(ranges: readonly Range[], code: number): boolean {
  return ranges.some(([first, last]) => code >= first && code <= last)
}

/** The same for ASCII as a table. */
function asciiIn(ranges: readonly Range[]): Uint8Array {
  const table = new Uint8Array(0x80)
  for (const [first, last] of ranges) table.fill(1, first, last + 1)
  return table
}

const ASCII_START = asciiIn(START)
const ASCII_NAME = asciiIn([...START, ...INSIDE])

function isNameStart(code: number): boolean {
  return code < 0x80 ? ASCII_START[code] === 1 : isIn(START, code)
}

function isNameCharacter(code: number): boolean {
  return code < 0x80 ? ASCII_NAME[code] === 1 : isIn(START, code) || isIn(INSIDE, code)
}

/** Where the name ends that begins at `at`; `at` itself if none does. */
export function nameEnd(text: string, at: number): number {
  return isNameStart(text.codePointAt(at) ?? 0) ? tokenEnd(text, at) : at
}

/** Where the name characters end that begin at `at`. */
export function tokenEnd(text: string, at: number): number {
  let end = at
  for (let code = text.codePointAt(end); code !== undefined; code = text.codePointAt(end)) {
    if (!isNameCharacter(code)) break
    end += code > 0xffff ? 2 : 1
  }
  return end
}

/** Whether the text is longer than `bytes` bytes of UTF-8. */
export function isLonger(text: string, bytes: number): boolean {
  if (text.length * 3 <= bytes) return false
  let length = 0
  for (let at = 0; at < text.length && length <= bytes; at++) {
    const code = text.charCodeAt(at)
    // each half of a pair counts two of its four bytes
    length += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3
  }
  return length > bytes
}
