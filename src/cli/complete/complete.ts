// Performs `cosax __complete`, which the scripts for shells call: prints what may stand at the end of a command line.

import { print } from '../print.ts'
import { type Candidates, candidatesFor } from './candidates.ts'
import { contextOf } from './context.ts'
import { readShellLine } from './shell-line.ts'

const LONGEST_ABOUT = 60

/**
 * The words are the name of the shell, then those after `cosax` on the line, the last of them as far as it is
 * typed; from bash the characters at which it cuts words, then the line. Prints a line that says `files` if
 * files may stand there too and `nospace` if the word is likely to go on, then a line for each candidate.
 */
export async function complete([shell, ...words]: readonly string[]): Promise<number> {
  const lines = shell === 'bash' ? await forBash(words) : await forOthers(words)
  print(lines.join('\n'))
  return 0
}

async function forOthers(words: string[]): Promise<string[]> {
  const last = words.at(-1)?.replace(/^['"]/, '') ?? ''
  const found = await candidatesFor(contextOf([...words.slice(0, -1), last]))
  const lines = found.words.map(([word, about]) =>
    about === '' ? word : `${word}\t${about.slice(0, LONGEST_ABOUT)}`,
  )
  return [saidOf(found), ...lines]
}

async function forBash([breaks = '', line = '']: string[]): Promise<string[]> {
  const { words, quote } = readShellLine(line)
  const found = await candidatesFor(contextOf(words.slice(1)))
  const last = words.at(-1) ?? ''
  const cut = quote === '' ? cutOf(last, breaks) : 0
  const quoted = found.words.map(([word]) => (quote === '' ? escaped(word.slice(cut)) : word))
  return [saidOf(found), ...quoted]
}

function saidOf({ files, goesOn }: Candidates): string {
  return [files && 'files', goesOn && 'nospace'].filter(Boolean).join(' ')
}

/** How much of a word bash takes as one before it: up to the last character that cuts, but not @ and $. */
function cutOf(word: string, breaks: string): number {
  const at = [...word].findLastIndex((character) => breaks.includes(character))
  return at < 0 || !'@$'.includes(word.charAt(at)) ? at + 1 : at
}

function escaped(word: string): string {
  return word.replace(/[^\w@%+=:,./-]/gu, (character) =>
    character.charCodeAt(0) < 128 ? `\\${character}` : character,
  )
}
