// Makes the table of the README: how many times as fast as the fastest other program cosax is, and which programs are not ranked.

import { CORPORA } from './corpora.js'
import { PROGRAMS, TASKS } from './programs.js'
import { cellOf, isRight } from './results.js'

/** The size that the table and the picture are about. */
export const SIZE = 300

/** The programs of a cell that answer rightly, the fastest first, by [name, CPU seconds]. */
export function ranked(results, corpus, task, megabytes = SIZE, files = 1) {
  const { programs = {} } = cellOf(results, corpus, task, megabytes, files) ?? {}
  return Object.entries(programs)
    .filter(([name]) => isRight(results, corpus, task, name))
    .map(([name, [cpu]]) => [name, cpu])
    .sort(([, a], [, b]) => a - b)
}

/** How many times as fast as the fastest other one, of which cells in bold are lost; nothing where one of them is missing. */
function times(ours, others) {
  const other = others.find(([name]) => name !== 'cosax')
  if (!ours || !other) return '–'
  const ratio = (other[1] / ours[1]).toFixed(1)
  return Number(ratio) < 1 ? `**${ratio}**` : ratio
}
const cell = (ranking) =>
  times(
    ranking.find(([name]) => name === 'cosax'),
    ranking,
  )

/** Seconds for each file more, by program. */
export function marginal(results, corpus, task, megabytes = SIZE) {
  const one = Object.fromEntries(ranked(results, corpus, task, megabytes))
  return ranked(results, corpus, task, megabytes, 5)
    .filter(([name]) => one[name] !== undefined)
    .map(([name, five]) => [name, (five - one[name]) / 4])
    .sort(([, a], [, b]) => a - b)
}

export function table(results) {
  const head = ['times as fast', ...TASKS, 'convert 1 GB', 'convert, each MB more', 'convert 10 MB']
  const rows = Object.entries(CORPORA).map(([corpus, { title }]) => [
    title,
    ...TASKS.map((task) => cell(ranked(results, corpus, task))),
    cell(ranked(results, corpus, 'convert', 1000)),
    cell(marginal(results, corpus, 'convert')),
    cell(ranked(results, corpus, 'convert', 10)),
  ])
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('')
}

/** `sax (check: accepts …)`: a sentence of all that is not ranked somewhere, once for each program and fault. */
export function unranked({ faults }) {
  const found = {}
  for (const [key, programs] of Object.entries(faults)) {
    const [corpus, task] = key.split(' ')
    for (const [name, fault] of Object.entries(programs)) {
      found[name] ??= {}
      found[name][fault] ??= { tasks: new Set(), corpora: new Set() }
      found[name][fault].tasks.add(task)
      found[name][fault].corpora.add(corpus)
    }
  }
  const all = Object.keys(CORPORA).length
  const shown = Object.keys(PROGRAMS)
    .filter((name) => found[name])
    .map((name) => {
      const each = Object.entries(found[name]).map(([fault, { tasks, corpora }]) => {
        const where = corpora.size < all ? ` on ${[...corpora].join(', ')}` : ''
        return `${[...tasks].join(', ')}${where}: ${fault}`
      })
      return `${name} (${each.join('; ')})`
    })
  return shown.length > 0
    ? `Not ranked where they damage data or accept what is no XML: ${shown.join(', ')}.`
    : ''
}
