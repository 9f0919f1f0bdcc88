// Provides the encodings of the time before Unicode by their names on the web: windows-1252, shift_jis, gb18030 …

import type { Encoding } from './encoding.ts'

type Decoder = InstanceType<typeof TextDecoder>

/** How many bytes make up the character that begins with these two. */
type LengthAt = (first: number, second: number) => number

/** Those in which not every character is one byte. */
const LENGTHS = new Map<string, LengthAt>([
  ['shift_jis', (first) => (isIn(first, 0x81, 0x9f) || isIn(first, 0xe0, 0xfc) ? 2 : 1)],
  ['euc-jp', (first) => (first === 0x8f ? 3 : first === 0x8e || first >= 0xa1 ? 2 : 1)],
  ['euc-kr', (first) => (first >= 0x81 ? 2 : 1)],
  ['big5', (first) => (first >= 0x81 ? 2 : 1)],
  ['gbk', twoOrFour],
  ['gb18030', twoOrFour],
])

function twoOrFour(first: number, second: number): number {
  if (first < 0x81) return 1
  return isIn(second, 0x30, 0x39) ? 4 : 2
}

/** What the platform knows but not as bytes that mean the same wherever they stand, and what is read otherwise. */
const OTHERS = /^(?:iso-2022|utf-|replacement|x-user-defined)/

/** The encoding of that name, or undefined if there is none. */
export function legacyEncoding(name: string): Encoding | undefined {
  const decoder = decoderFor(name)
  if (decoder?.encoding === 'windows-1252') return WINDOWS_1252
  if (decoder === undefined || OTHERS.test(decoder.encoding)) return undefined
  const lengthAt = LENGTHS.get(decoder.encoding)
  return lengthAt ? ofSeveral(decoder, lengthAt) : ofOne(decoder)
}

function decoderFor(name: string): Decoder | undefined {
  try {
    return new TextDecoder(name, { fatal: true, ignoreBOM: true })
  } catch {
    return undefined // not known
  }
}

/** Each byte is a character, or none. */
function ofOne(decoder: Decoder): Encoding {
  return {
    whole: (bytes) => bytes.length,
    decode: readerOf(decoder),
    malformed(bytes) {
      if (isRight(decoder, bytes)) return -1
      const wrong = Array.from({ length: 256 }, (_, byte) => !isRight(decoder, Buffer.of(byte)))
      return bytes.findIndex((byte) => wrong[byte] === true)
    },
    bytesIn: (text) => text.length,
  }
}

// Node 20 reads it as ISO-8859-1, which has control characters in the place of these
const PRINTED = '€�‚ƒ„…†‡ˆ‰Š‹Œ�Ž��‘’“”•–—˜™š›œ�žŸ'

const WINDOWS_1252: Encoding = {
  whole: (bytes) => bytes.length,
  decode: (bytes) =>
    bytes
      .toString('latin1')
      .replace(/[\x80-\x9f]/g, (byte) => PRINTED[byte.charCodeAt(0) - 0x80] ?? ''),
  malformed: (bytes) => bytes.findIndex((byte) => PRINTED[byte - 0x80] === '\ufffd'),
  bytesIn: (text) => text.length,
}

/** What a byte means depends on those before it: characters are found from the start. */
function ofSeveral(decoder: Decoder, lengthAt: LengthAt): Encoding {
  const endOf = (bytes: Buffer, start: number) =>
    start + lengthAt(bytes[start] ?? 0, bytes[start + 1] ?? 0)
  let widths: Uint8Array | undefined
  return {
    whole(bytes) {
      for (let start = 0; start < bytes.length; ) {
        const end = endOf(bytes, start)
        if (end > bytes.length) return start
        start = end
      }
      return bytes.length
    },
    decode: readerOf(decoder),
    malformed(bytes) {
      if (isRight(decoder, bytes)) return -1
      const starts: number[] = []
      for (let start = 0; start < bytes.length; start = endOf(bytes, start)) starts.push(start)
      let right = 0 // so many characters are right
      let wrong = starts.length // and of so many one is not
      while (wrong - right > 1) {
        const middle = (right + wrong) >> 1
        if (isRight(decoder, bytes.subarray(0, starts[middle]))) right = middle
        else wrong = middle
      }
      return starts[right] ?? -1
    },
    bytesIn(text) {
      widths ??= widthsOf(decoder, lengthAt)
      let bytes = 0
      for (let i = 0; i < text.length; i++) bytes += widths[text.charCodeAt(i)] ?? 0
      return bytes
    },
  }
}

/** By unit of UTF-16: how many bytes it takes; of characters with two codes, in the code of two bytes. */
function widthsOf(decoder: Decoder, lengthAt: LengthAt): Uint8Array {
  const read = readerOf(decoder)
  const widths = new Uint8Array(0x10000).fill(lengthAt(0x8f, 0x30)) // of what is not found below
  widths.fill(2, 0xd800, 0xe000) // half of the four bytes beyond U+FFFF
  for (let byte = 0; byte < 0x100; byte++) {
    const text = read(Uint8Array.of(byte))
    if (text !== '\ufffd') widths[text.charCodeAt(0)] = 1
  }
  for (let first = 0x81; first < 0xff; first++) {
    for (let second = 0x40; second < 0xff; second++) {
      const text = read(Uint8Array.of(first, second))
      const isOne = lengthAt(first, second) === 2 && !text.includes('\ufffd')
      if (isOne) for (let i = 0; i < text.length; i++) widths[text.charCodeAt(i)] = 2 / text.length
    }
  }
  return widths
}

/** Reads U+FFFD for what is wrong. */
function readerOf({ encoding }: Decoder): (bytes: Uint8Array) => string {
  const lenient = new TextDecoder(encoding, { ignoreBOM: true })
  return (bytes) => lenient.decode(bytes)
}

function isRight(decoder: Decoder, bytes: Uint8Array): boolean {
  try {
    decoder.decode(bytes)
    return true
  } catch {
    return false
  }
}

function isIn(byte: number, from: number, to: number): boolean {
  return byte >= from && byte <= to
}
