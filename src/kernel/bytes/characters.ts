// Provides the classes of characters in names and the code points of UTF-8, which was checked before.

// 1: starts a name, 2: goes on with it
const CLASSES = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 0, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 0, 0, 0, 0, 0,
  0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0, 0, 0, 0, 3,
  0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0, 0, 0, 0, 0,
])

/** The length in bytes of the character that starts with `b`. */
@inline export function lengthOf(b: u8): usize {
  return b < 0x80 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4
}

/** The code point at `p`. */
export function codePoint(p: usize): u32 {
  const b = <u32>load<u8>(p)
  if (b < 0x80) return b
  const second = <u32>load<u8>(p, 1) & 0x3f
  if (b < 0xe0) return ((b & 0x1f) << 6) | second
  const third = <u32>load<u8>(p, 2) & 0x3f
  if (b < 0xf0) return ((b & 0x0f) << 12) | (second << 6) | third
  return ((b & 0x07) << 18) | (second << 12) | (third << 6) | (<u32>load<u8>(p, 3) & 0x3f)
}

/** Writes a code point as UTF-8 and answers where it ends. */
export function putCodePoint(to: usize, code: u32): usize {
  if (code < 0x80) {
    store<u8>(to, code)
    return to + 1
  }
  if (code < 0x800) {
    store<u8>(to, 0xc0 | (code >> 6))
    store<u8>(to, 0x80 | (code & 0x3f), 1)
    return to + 2
  }
  if (code < 0x10000) {
    store<u8>(to, 0xe0 | (code >> 12))
    store<u8>(to, 0x80 | ((code >> 6) & 0x3f), 1)
    store<u8>(to, 0x80 | (code & 0x3f), 2)
    return to + 3
  }
  store<u8>(to, 0xf0 | (code >> 18))
  store<u8>(to, 0x80 | ((code >> 12) & 0x3f), 1)
  store<u8>(to, 0x80 | ((code >> 6) & 0x3f), 2)
  store<u8>(to, 0x80 | (code & 0x3f), 3)
  return to + 4
}

export function isCharacter(code: u32): bool {
  if (code < 0x20) return code == 0x9 || code == 0xa || code == 0xd
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff)
}

@inline export function startsName(p: usize): bool {
  const b = load<u8>(p)
  return b < 0x80 ? (load<u8>(CLASSES + b) & 1) != 0 : startsNameBeyondAscii(codePoint(p))
}

/** The end of the name that starts at `p`, `p` itself when none does. */
export function nameEnd(p: usize): usize {
  if (!startsName(p)) return p
  while (true) {
    const b = load<u8>(p)
    if (b < 0x80) {
      if (!load<u8>(CLASSES + b)) return p
      p++
    } else {
      if (!isNameBeyondAscii(codePoint(p))) return p
      p += lengthOf(b)
    }
  }
}

function startsNameBeyondAscii(c: u32): bool {
  if (c < 0x300) return c >= 0xc0 && c != 0xd7 && c != 0xf7
  if (c < 0x2000) return c >= 0x370 && c != 0x37e
  if (c < 0x3001) {
    return c == 0x200c || c == 0x200d || (c >= 0x2070 && c <= 0x218f) || (c >= 0x2c00 && c <= 0x2fef)
  }
  return c <= 0xd7ff || (c >= 0xf900 && c <= 0xfdcf) || (c >= 0xfdf0 && c <= 0xfffd) ||
    (c >= 0x10000 && c <= 0xeffff)
}

function isNameBeyondAscii(c: u32): bool {
  return startsNameBeyondAscii(c) || c == 0xb7 || (c >= 0x300 && c <= 0x36f) || c == 0x203f || c == 0x2040
}
