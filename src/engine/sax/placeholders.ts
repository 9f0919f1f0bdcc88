// Provides characters that no document can hold, to carry through the npm package `sax` what it would lose:
// white space by number in an attribute, and entities that stand for nothing.

/** An empty text would be taken for an unknown entity. */
export const NOTHING = '\u0000'

const WHITE_SPACE = new Map([
  ['\t', '\u0001'],
  ['\n', '\u0002'],
  ['\r', '\u0003'],
])

export function placeholderFor(character: string): string {
  return WHITE_SPACE.get(character) ?? character
}

export function withoutNothing(text: string): string {
  return text.replaceAll(NOTHING, '')
}

/** An attribute's value with plain white space as spaces, and what stood in for something as itself. */
export function normalisedValue(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
  if (!/[\0-\x1f]/.test(value)) return value
  let text = withoutNothing(value.replace(/[\t\n]/g, ' '))
  for (const [character, placeholderFor] of WHITE_SPACE)
    text = text.replaceAll(placeholderFor, character)
  return text
}
