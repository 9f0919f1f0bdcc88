// Reads the start of a conditional section: `<![INCLUDE[`, or all of `<![IGNORE[ … ]]>`. Only files have them.

import type { Reader } from './reader.ts'

const WORDS = ['INCLUDE', 'IGNORE'] as const
const BOUNDS = /<!\[|\]\]>/g

/** Reads what follows `<![`; answers whether the section counts. An unreadable word is taken for IGNORE. */
export function beginSection(
  reader: Reader,
  textOf: (parameter: string, at: number) => string | undefined,
): boolean {
  reader.skipSpace()
  const counts = readWord(reader, textOf) === 'INCLUDE'
  reader.skipSpace()
  reader.need('[')
  if (!counts) passIgnored(reader)
  return counts
}

/** `INCLUDE`, or `%draft;` that stands for it. */
function readWord(
  reader: Reader,
  textOf: (parameter: string, at: number) => string | undefined,
): (typeof WORDS)[number] {
  const { at } = reader
  if (!reader.take('%')) return reader.oneOf(WORDS)
  const name = reader.simpleName('the name of a parameter entity')
  reader.need(';')
  const text = textOf(name, at)?.trim() ?? 'IGNORE'
  const word = WORDS.find((each) => each === text)
  if (word === undefined) throw reader.fault(`expected INCLUDE or IGNORE in "%${name};"`, at)
  return word
}

function passIgnored(reader: Reader): void {
  for (let open = 1; open > 0; ) {
    reader.until(BOUNDS)
    if (reader.take('<![')) open++
    else {
      reader.need(']]>')
      open--
    }
  }
}
