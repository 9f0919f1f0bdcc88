// Makes files appear, one after the other; when one cannot, the error says which are there already.

import { messageOf, OutputError } from '../core/errors.ts'
import type { Committable } from './output.ts'

const MOST_NAMED = 8

/** @throws OutputError for the first that cannot appear; those after it have not appeared. */
export function commitAll(committables: readonly Committable[]): void {
  const names: string[] = []
  try {
    for (const committable of committables) committable.commit((name) => names.push(name))
  } catch (error) {
    if (names.length === 0) throw error
    throw new OutputError(`${messageOf(error)}; written by then: ${listed(names)}`)
  }
}

/** The same for what takes its time to appear, before any file does. */
export async function concludeAll(committables: readonly Committable[]): Promise<void> {
  const done: Committable[] = []
  for (const committable of committables) {
    try {
      await committable.conclude?.()
    } catch (error) {
      const before = done.filter(({ conclude }) => conclude).length
      if (before === 0) throw error
      throw new OutputError(
        `${messageOf(error)}; ${before} of the databases have their rows by then`,
      )
    }
    done.push(committable)
  }
}

function listed(names: readonly string[]): string {
  const rest = names.length - MOST_NAMED
  return [...names.slice(0, MOST_NAMED), ...(rest > 0 ? [`${rest} more`] : [])].join(', ')
}
