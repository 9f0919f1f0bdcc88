// Takes the white space from around text that was escaped for JSON.

/** Takes the white space around escaped text away; answers its new end. */
@inline export function trimmed(from: usize, to: usize): usize {
  const end = trimEnd(from, to)
  const first = load<u8>(from)
  return end > from && (first == 0x20 || first == 0x5c) ? trimStart(from, end) : end
}

/** The end of escaped text without the white space there. */
@inline export function trimEnd(from: usize, to: usize): usize {
  const last = load<u8>(to - 1)
  if (last > 0x20 && load<u8>(to - 2) != 0x5c) return to
  return trimEndSlowly(from, to)
}

function trimEndSlowly(from: usize, to: usize): usize {
  while (to > from) {
    const last = load<u8>(to - 1)
    if (last == 0x20) {
      to--
      continue
    }
    const isEscape = last == 0x6e || last == 0x74 || last == 0x72 // n t r
    if (!isEscape) return to
    // \n is white space, \\n is a backslash and a letter
    let p = to - 1
    while (p > from && load<u8>(p - 1) == 0x5c) p--
    if (((to - 1 - p) & 1) == 0) return to
    to -= 2
  }
  return to
}

/** Moves escaped text to the left over its white space; answers its new end. */
export function trimStart(from: usize, to: usize): usize {
  let p = from
  while (p < to) {
    const b = load<u8>(p)
    const escaped = load<u8>(p, 1)
    if (b == 0x20) p++
    else if (b == 0x5c && (escaped == 0x6e || escaped == 0x74 || escaped == 0x72)) p += 2
    else break
  }
  if (p > from) memory.copy(from, p, to - p)
  return to - (p - from)
}
