// Reads an argument that is one of a few words.

import { UsageError } from '../../core/errors.ts'

export function oneOf<Word extends string>(
  words: readonly Word[],
  flag: string,
  text: string,
): Word {
  const word = words.find((candidate) => candidate === text)
  if (word !== undefined) return word
  throw new UsageError(`${flag}: expected ${words.join(' or ')}, found ${JSON.stringify(text)}`)
}
