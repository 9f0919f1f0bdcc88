// Turns text from input into text that a terminal only shows.

/** Control characters, line ends too, and marks of direction as their code, in the way of JSON. */
export function printable(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it replaces
    /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    codeOf,
  )
}

/** The same, and all that cannot be seen, or is taken for a space and is none: for messages, which quote what is wrong. */
export function visible(text: string): string {
  if (/^[ -~]*$/.test(text)) return text // without the other expression, which takes a while to be compiled
  // the space itself, which is one of \p{Zs}, stays
  const unseen = /(?! )[\p{Zs}\p{Default_Ignorable_Code_Point}\p{Cf}\ufff9-\ufffc]/gu
  return printable(text).replace(unseen, codeOf)
}

function codeOf(character: string): string {
  return Array.from({ length: character.length }, (_, i) => {
    return `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`
  }).join('')
}
