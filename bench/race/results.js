// Keeps what was measured, in `results.json`: a line for each cell, which is a corpus, a task, a size and a number of files.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** `cells` by `CORPUS TASK MEGABYTES FILES`, with [CPU seconds, wall seconds] by program; `faults` by `CORPUS TASK`, by program. */
export function readResults(path) {
  if (!existsSync(path)) return { machine: {}, versions: {}, cells: {}, faults: {} }
  return JSON.parse(readFileSync(path, 'utf8'))
}

export function writeResults(path, results) {
  const lined = (members) => {
    const lines = Object.entries(members).map(
      ([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
    )
    return lines.length > 0 ? `{\n${lines.join(',\n')}\n  }` : '{}'
  }
  const parts = Object.entries(results).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${lined(value)}`,
  )
  writeFileSync(path, `{\n${parts.join(',\n')}\n}\n`)
}

export const cellOf = ({ cells }, corpus, task, megabytes, files = 1) =>
  cells[`${corpus} ${task} ${megabytes} ${files}`]

/** Whether a program answers a task rightly, as far as was checked. */
export const isRight = ({ faults }, corpus, task, name) => !faults[`${corpus} ${task}`]?.[name]
