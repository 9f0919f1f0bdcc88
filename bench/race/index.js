// The race: whole processes, in turn, on files that were read right before, the same tasks for all.
//
//   node bench/race --help

import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { faultsOf } from './check.js'
import { CORPORA, writeDocument } from './corpora.js'
import { measure, median } from './measure.js'
import { PROGRAMS, TASKS } from './programs.js'
import { cellOf, readResults, writeResults } from './results.js'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const HELP = `Races cosax against other programs, and keeps the medians in a file of results.

Usage node bench/race [OPTION…]; then node bench/race/report.js, which writes the table and the picture of the README

  --corpora A,B    ${Object.keys(CORPORA)}
  --tasks A,B      ${TASKS}
  --sizes A,B      megabytes of a document (10)
  --files A,B      how many times it is given; 1 and 5 make the marginal speed (1)
  --programs A,B   ${Object.keys(PROGRAMS)}
  --runs N         in turn; the median counts (5)
  --limit SECONDS  leave out a program that will take longer for a run, as a smaller size says (20)
  --folder DIR     for documents and programs (bench/data/race)
  --results FILE   (bench/race/results.json); a cell that is measured again is replaced with all its programs
  --install        install what programs need from Debian, which takes root
  --help           this`

const list = (all) => ({ type: 'string', default: Object.keys(all).join() })
const { values: options } = parseArgs({
  options: {
    corpora: list(CORPORA),
    tasks: { type: 'string', default: TASKS.join() },
    sizes: { type: 'string', default: '10' },
    files: { type: 'string', default: '1' },
    programs: list(PROGRAMS),
    runs: { type: 'string', default: '5' },
    limit: { type: 'string', default: '20' },
    folder: { type: 'string', default: here('../data/race') },
    results: { type: 'string', default: here('results.json') },
    install: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (options.help) {
  console.log(HELP)
  process.exit()
}

/** The words of an option, each of which must be known. */
function chosen(name, known) {
  const words = options[name].split(',')
  const stray = words.find((word) => !(known ? known.includes(word) : Number(word) > 0))
  if (stray === undefined) return known ? words : words.map(Number)
  console.error(`--${name}: unknown ${JSON.stringify(stray)}`)
  process.exit(2)
}
const corpora = chosen('corpora', Object.keys(CORPORA))
const tasks = chosen('tasks', TASKS)
const names = chosen('programs', Object.keys(PROGRAMS))
const sizes = chosen('sizes').sort((a, b) => a - b)
const counts = chosen('files')
const [runs] = chosen('runs')
const [limit] = chosen('limit')
const folder = resolve(options.folder)
mkdirSync(folder, { recursive: true })

const results = readResults(options.results)
results.machine = {
  processor: cpus()[0]?.model.trim(),
  cores: availableParallelism(),
  node: process.version,
  date: new Date().toISOString().slice(0, 10),
}

if (options.install) {
  const packages = new Set(names.flatMap((name) => PROGRAMS[name].debian ?? []))
  execFileSync('apt-get', ['install', '-y', '-q', ...packages], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
const programs = {}
for (const name of names) {
  try {
    programs[name] = { ...PROGRAMS[name], ...PROGRAMS[name].prepare(folder) }
    results.versions[name] = programs[name].version
  } catch (error) {
    const reason = `${error.stderr || error.message}`.trim().split('\n').at(-1)
    console.error(`without ${name}, which is not there: ${reason}`)
  }
}

/** Those that can do a task, and do it within the limit as far as is known. */
function entrants(corpus, task, megabytes, files) {
  const able = Object.entries(programs).filter(([name, { tasks, corpora, isForOneFile }]) => {
    if (tasks && !tasks.includes(task)) return false
    if (corpora && !corpora.includes(corpus)) return false
    if (isForOneFile && files > 1) return false
    const smaller = Object.entries(results.cells)
      .filter(
        ([key, cell]) =>
          key.startsWith(`${corpus} ${task} `) && cell.bytes < megabytes * files * 1e6,
      )
      .map(([, cell]) => (cell.programs[name]?.[1] ?? 0) * ((megabytes * files * 1e6) / cell.bytes))
    return smaller.every((seconds) => seconds <= limit)
  })
  return Object.fromEntries(able)
}

function raceOnce(corpus, task, megabytes, files) {
  const path = join(folder, `${corpus}-${megabytes}m.xml`)
  const { bytes } = writeDocument(corpus, path, megabytes)
  const running = entrants(corpus, task, megabytes, files)
  const measured = Object.fromEntries(Object.keys(running).map((name) => [name, []]))
  for (let run = 0; run < runs; run++) {
    for (const [name, { start, words }] of Object.entries(running)) {
      if (!measured[name]) continue
      try {
        measured[name].push(
          measure([...start, ...words(task, CORPORA[corpus], Array(files).fill(path))], path),
        )
      } catch {
        delete measured[name] // what it does wrong stands among the faults
      }
    }
  }
  const medians = Object.entries(measured).map(([name, each]) => [
    name,
    ['cpu', 'wall'].map((figure) => Number(median(each.map((run) => run[figure])).toFixed(3))),
  ])
  results.cells[`${corpus} ${task} ${megabytes} ${files}`] = {
    bytes: bytes * files,
    runs,
    programs: Object.fromEntries(medians),
  }
  writeResults(options.results, results)
}

for (const corpus of corpora) {
  const path = join(folder, `${corpus}-10m.xml`)
  const made = writeDocument(corpus, path, 10)
  for (const task of tasks) {
    const faults = await faultsOf(entrants(corpus, task, 10, 1), task, CORPORA[corpus], path, made)
    const key = `${corpus} ${task}`
    const others = Object.entries(results.faults[key] ?? {}).filter(([name]) => !programs[name])
    results.faults[key] = { ...Object.fromEntries(others), ...faults }
    for (const [name, fault] of Object.entries(faults)) console.error(`${key}: ${name} ${fault}`)
    for (const megabytes of sizes) {
      for (const files of counts) {
        raceOnce(corpus, task, megabytes, files)
        const cell = cellOf(results, corpus, task, megabytes, files)
        const figures = Object.entries(cell.programs).map(
          ([name, [cpu]]) => `${name} ${cpu.toFixed(2)}`,
        )
        console.log(
          `${corpus} ${task}, ${files > 1 ? `${files} × ` : ''}${megabytes} MB: CPU seconds ${figures.join(', ')}`,
        )
      }
    }
  }
}
