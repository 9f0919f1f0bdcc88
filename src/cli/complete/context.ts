// Turns the words of a command line, of which the last is being typed, into what is expected there.

import { type CommandName, commandNamed } from '../commands.ts'
import { type Flag, standsAlone } from '../flags/flag.ts'
import { FLAGS } from '../flags/flags.ts'
import type { Words } from '../words.ts'

export interface Context extends Words {
  command: CommandName
  /** The flag of which an argument is being typed. */
  flag?: Flag
  /** What was typed, of that argument or of a word. */
  typed: string
  /** What stands before that in the same word: `--engine=`. */
  before: string
}

export function contextOf(words: readonly string[]): Context {
  const last = words.at(-1) ?? ''
  const command = words.length > 1 ? commandNamed(words[0]) : undefined
  const rest = words.slice(command ? 1 : 0, -1)
  const context: Context = {
    command: command ?? 'run',
    uses: [],
    files: [],
    typed: last,
    before: '',
  }
  while (true) {
    const word = rest.shift()
    if (word === undefined) break
    const { flag, text } = split(word)
    if (!flag) {
      if (!word.startsWith('-') || word === '-') context.files.push(word)
    } else if (text !== undefined || standsAlone(flag)) context.uses.push([flag, text ?? ''])
    else if (rest.length > 0) context.uses.push([flag, rest.shift() ?? ''])
    else return { ...context, flag }
  }
  const { flag, text } = split(last)
  if (flag?.argument === undefined || text === undefined) return context
  return { ...context, flag, typed: text, before: last.slice(0, last.length - text.length) }
}

/** The flag that a word names, and the argument that is attached to it. */
function split(word: string): { flag?: Flag; text?: string } {
  const [, name = word, text] = /^(--[^=]+)=(.*)$/s.exec(word) ?? []
  const flag = FLAGS.find(({ names }) => names.includes(name))
  return { ...(flag && { flag }), ...(text !== undefined && { text }) }
}
