// Says where cuts are wanted: files are shared out into a number of parts, or into parts of a size.

/** How documents are to be cut. */
export type Wanted = { parts: number } | { size: number }

/** For each file: the place from which on its next cut is wanted, by where a part begins; none where the last one does. */
export type Next = (from: number, size: number) => number | undefined

export function sharesOf(wanted: Wanted, sizes: readonly number[]): Next[] {
  if ('size' in wanted) return sizes.map(() => bySize(wanted.size))
  return numbers(wanted.parts, sizes).map(inParts)
}

function bySize(bytes: number): Next {
  return (from, size) => (from + bytes < size ? from + bytes : undefined)
}

/** What is left is shared out anew after each cut: a part that had to be long makes the others shorter. */
function inParts(parts: number): Next {
  let left = parts
  return (from, size) => (left > 1 ? from + Math.floor((size - from) / left--) : undefined)
}

/** How many parts each file has: at least one, and the more the larger it is. */
function numbers(parts: number, sizes: readonly number[]): number[] {
  const all = sizes.reduce((sum, size) => sum + size, 0) || 1
  const free = Math.max(0, parts - sizes.length)
  const found = sizes.map((size) => 1 + Math.floor((free * size) / all))
  const shared = found.reduce((sum, number) => sum + number, 0)
  const byNeed = [...sizes.keys()].sort((a, b) => need(b) - need(a))
  for (const i of byNeed.slice(0, Math.max(0, parts - shared))) found[i] = (found[i] ?? 0) + 1
  return found

  function need(i: number): number {
    return (sizes[i] ?? 0) / (found[i] ?? 1)
  }
}
