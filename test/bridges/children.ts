// Finds the processes that this one has started and that are there still, dead ones too.

import { readdirSync, readFileSync } from 'node:fs'

export const CAN_LOOK: boolean = process.platform === 'linux'

/** The command lines, with their states, of all descendants whose command line or state says that they are of a test. */
export function childrenLike(mark: string): string[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const line = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')
      return line.includes(mark) && Number(name) !== process.pid ? [line] : []
    } catch {
      return [] // it is gone
    }
  })
}

/** Children of this process that have ended and were not waited for. */
export function zombies(): string[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const [, state, parent] =
        /^\d+ \(.*\) (\S) (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? []
      return state === 'Z' && Number(parent) === process.pid ? [name] : []
    } catch {
      return []
    }
  })
}
