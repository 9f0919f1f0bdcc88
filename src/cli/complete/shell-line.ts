// Turns a line of bash, up to the cursor, into the words of its last command as that would receive them.

export interface ShellLine {
  words: string[]
  /** The quote in which the last word is, if it is in one. */
  quote: string
}

export function readShellLine(line: string): ShellLine {
  let words: string[] = []
  let word: string | undefined
  let quote = ''
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at)
    if (character === '\\' && quote !== "'") word = (word ?? '') + line.charAt(++at)
    else if (quote !== '') {
      if (character === quote) quote = ''
      else word = (word ?? '') + character
    } else if (character === '"' || character === "'") {
      quote = character
      word ??= ''
    } else if (/[\s|;&]/.test(character)) {
      if (word !== undefined) words.push(word)
      word = undefined
      if (!/\s/.test(character)) words = [] // another command
    } else word = (word ?? '') + character
  }
  return { words: [...words, word ?? ''], quote }
}
