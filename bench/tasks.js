// Measures tasks: a switch from one to another, calls of subroutines, channels, and what 100,000 of them weigh.
//
//   node bench/tasks.js [RUNS]

import { fileURLToPath } from 'node:url'
import { call, channel, getTaskId, Scheduler, sleep } from '../dist/task/index.js'

const runs = Number(process.argv[2] ?? 5)
const MANY = 100_000

function* alternate(turns) {
  for (let n = 0; n < turns; n++) yield
}

function* ask(turns) {
  for (let n = 0; n < turns; n++) yield* getTaskId()
}

function* nothing() {}

function* callOften(times) {
  for (let n = 0; n < times; n++) yield* call(nothing())
}

const items = channel(16)

function* put(times) {
  for (let n = 0; n < times; n++) yield* items.put(n)
}

function* take(times) {
  for (let n = 0; n < times; n++) yield* items.take()
}

/** Nanoseconds of the processor for each of what all tasks do together. */
async function measure(bodies, times) {
  const scheduler = new Scheduler()
  for (const body of bodies) scheduler.start(body)
  const before = process.cpuUsage()
  await scheduler.run()
  const { user, system } = process.cpuUsage(before)
  return ((user + system) * 1000) / times
}

const many = (count, body) => Array.from({ length: count }, body)
const ROWS = [
  [
    'a switch, between 2 tasks',
    () =>
      measure(
        many(2, () => alternate(1e6)),
        2e6,
      ),
  ],
  [
    'a switch, among 1,000 tasks',
    () =>
      measure(
        many(1000, () => alternate(2000)),
        2e6,
      ),
  ],
  [
    'a switch, among 100,000 tasks',
    () =>
      measure(
        many(MANY, () => alternate(20)),
        20 * MANY,
      ),
  ],
  [
    'a system call, of 2 tasks',
    () =>
      measure(
        many(2, () => ask(5e5)),
        1e6,
      ),
  ],
  ['a subroutine, called and left', () => measure([callOften(1e6)], 1e6)],
  ['an item through a channel', () => measure([put(5e5), take(5e5)], 5e5)],
]

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]

if (process.argv[2] === 'alive') await weigh()
else {
  console.log('| | ns of CPU |\n| --- | --- |')
  for (const [name, row] of ROWS) {
    const figures = []
    for (let run = 0; run <= runs; run++) figures.push(await row())
    console.log(`| ${name} | ${Math.round(median(figures.slice(1)))} |`) // the first is a warm-up
  }
  const { execFileSync } = await import('node:child_process')
  const here = fileURLToPath(import.meta.url)
  const young = '--max-semi-space-size=2' // what V8 keeps for what is young is not the tasks'
  console.log(execFileSync(process.execPath, [young, here, 'alive'], { encoding: 'utf8' }))
}

/** In a process of its own: what 100,000 tasks weigh that wait at once. */
async function weigh() {
  const megabytes = () => Math.round(process.memoryUsage().rss / 1e6)
  const before = megabytes()
  const scheduler = new Scheduler()
  for (let n = 0; n < MANY; n++) scheduler.start(rest)
  scheduler.start(function* () {
    yield* sleep(100)
    console.log(
      `${scheduler.tasks.length} tasks alive: ${megabytes()} MB resident, of which node ${before}`,
    )
    scheduler.stop()
  })
  await scheduler.run()
}

function* rest() {
  yield* sleep(1e9)
}
