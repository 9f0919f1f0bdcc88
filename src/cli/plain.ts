// Reads a plain command line without the parser, which takes longer to load than most documents to read.

import { type Flag, standsAlone } from './flags/flag.ts'
import { FLAGS } from './flags/flags.ts'
import type { Words } from './words.ts'

const BY_NAME = new Map<string, Flag>(
  FLAGS.flatMap((flag) => flag.names.map((name) => [name, flag] as const)),
)

/** What the words say, or undefined if any of them takes judgement: the parser has the last word. */
export function readPlain(words: readonly string[]): Words | undefined {
  const read: Words = { uses: [], files: [] }
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (isDashed(word)) {
      const use = plainUse(word, rest)
      if (!use) return undefined
      read.uses.push(use)
    } else read.files.push(word)
  }
  return read
}

/** The flag that a word names, with its text, which may be the next word. */
function plainUse(word: string, rest: string[]): Words['uses'][number] | undefined {
  const [name = word, attached] = /^(--[^=]+)=(.*)$/s.exec(word)?.slice(1) ?? []
  const flag = BY_NAME.get(name)
  if (!flag) return gluedUse(word)
  if (attached === undefined && standsAlone(flag)) return [flag, '']
  if (attached !== undefined) return flag.argument === undefined ? undefined : [flag, attached]
  const next = rest.shift()
  return next === undefined || isDashed(next) ? undefined : [flag, next]
}

/** `-rbus` or `-r=bus`. */
function gluedUse(word: string): Words['uses'][number] | undefined {
  const [name = '', text = ''] = /^(-[a-z])=?(.+)$/s.exec(word)?.slice(1) ?? []
  const flag = BY_NAME.get(name)
  return !flag || standsAlone(flag) || isDashed(text) ? undefined : [flag, text]
}

/** Whether a word may be a flag: a dash alone is standard input or output. */
function isDashed(word: string): boolean {
  return word.startsWith('-') && word !== '-'
}
