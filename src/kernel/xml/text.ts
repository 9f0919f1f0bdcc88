// Writes the texts of JSON as XML has them: without their escapes, and with its own.

@inline const LF: u8 = 0x0a
@inline const QUOTE: u8 = 0x22
@inline const AMPERSAND: u8 = 0x26
@inline const SLASH: u8 = 0x2f
@inline const LESS: u8 = 0x3c
@inline const MORE: u8 = 0x3e
@inline const BACKSLASH: u8 = 0x5c
@inline const WIDE: u8 = 0xef // the first byte of what cannot stand in XML, U+FFFE and U+FFFF, and of other characters

/** Where what was written ends. */
export let to: usize = 0
/** What ends before it can be written; what is written at once may reach a block beyond it. */
export let limit: usize = 0
/** Whether there was no room for what came next. */
export let isFull: bool = false

export function setOut(from: usize, end: usize): void {
  to = from
  limit = end
  isFull = false
}

@inline export function setTo(end: usize): void {
  to = end
}

export function refuseForRoom(): usize {
  isFull = true
  return 0
}

/** The bytes that are not written as they are, and the end of the text: a bit each. By half of a byte, which of 16 it may be; none is twice. */
@inline export function stopsIn(block: v128): i32 {
  const possible = i8x16.swizzle(
    i8x16(1, 0, 0x22, 0, 0, 0, 0x26, 0, 0, 0, 0, 0, 0x3c, 0, 0x3e, <i8>0xef),
    v128.and(block, i8x16.splat(0x0f)),
  )
  return i8x16.bitmask(v128.or(i8x16.eq(possible, block), i8x16.eq(block, i8x16.splat(BACKSLASH))))
}

/** Writes the text from `"▮text"` on; answers its end, 0 where it is for the host. */
export function text(p: usize, isAttribute: bool): usize {
  let out = to
  while (true) {
    if (out > limit) return refuseForRoom()
    const block = v128.load(p)
    v128.store(out, block)
    const stops = stopsIn(block)
    if (!stops) {
      p += 16
      out += 16
      continue
    }
    const passed: usize = ctz(stops)
    p += passed
    out += passed
    const c = load<u8>(p)
    if (c == QUOTE) {
      to = out
      return p
    }
    if (c == BACKSLASH) {
      out = unescaped(out, load<u8>(p, 1), isAttribute)
      if (!out) return 0
      p += 2
      continue
    }
    if (c == AMPERSAND) out = put(out, 0x3b706d6126, 5) // &amp;
    else if (c == LESS) out = put(out, 0x3b746c26, 4) // &lt;
    else if (c == MORE) out = put(out, 0x3b746726, 4) // &gt;
    else {
      const rest = load<u16>(p, 1)
      if (c != WIDE || rest == 0xbebf || rest == 0xbfbf) return 0
      out++ // it stands there
    }
    p++
  }
}

/** Writes what `n` stands for in `\n`; answers the end, 0 for what XML does not have. */
@inline function unescaped(out: usize, c: u8, isAttribute: bool): usize {
  if (c == QUOTE && isAttribute) return put(out, 0x3b746f757126, 6) // &quot;
  if (c == QUOTE || c == BACKSLASH || c == SLASH) return put(out, c, 1)
  if (c == 0x72) return put(out, 0x3b33312326, 5) // &#13;
  if (c == 0x6e) return isAttribute ? put(out, 0x3b30312326, 5) : put(out, LF, 1)
  if (c == 0x74) return isAttribute ? put(out, 0x3b392326, 4) : put(out, 0x09, 1)
  return 0
}

@inline function put(out: usize, bytes: u64, length: usize): usize {
  store<u64>(out, bytes)
  return out + length
}
