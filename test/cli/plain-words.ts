// Reads what a shell would make of command lines that need no shell.

/** The words after `cosax`. */
export type Words = string[]

const BLANK = /[ \t]+/y
const WORD = /(?:'[^']*'|"[^"$`\\!]*"|[\w@%+=:,./^-]|\\[^\n])+/y
const PIECE = /'([^']*)'|"([^"]*)"|\\(.)|[^'"\\]+/gs
const END = /[ \t]*[;\n]\s*/y

/**
 * The words of each command of a script that does nothing but run cosax, one after the other; nothing of any other
 * script: one with pipes, redirections, variables, patterns or other programs.
 */
export function plainWords(script: string): Words[] | undefined {
  const text = script.trim()
  const lines: Words[] = [[]]
  let at = 0
  const reads = (token: RegExp): string | undefined => {
    token.lastIndex = at
    const [found] = token.exec(text) ?? []
    if (found !== undefined) at += found.length
    return found
  }
  while (at < text.length) {
    if (reads(END) !== undefined) lines.push([])
    else if (reads(BLANK) === undefined) {
      const word = reads(WORD)
      if (word === undefined) return undefined
      lines.at(-1)?.push(unquoted(word))
    }
  }
  const isCosax = lines.every(([first]) => first === 'cosax')
  return isCosax ? lines.map(([, ...words]) => words) : undefined
}

function unquoted(word: string): string {
  return word.replace(
    PIECE,
    (piece, single, double, escaped) => single ?? double ?? escaped ?? piece,
  )
}
