// Measures whole processes on one document, in turn, and prints a table of medians.
//
//   node bench/run.js [MEGABYTES] [RUNS]

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { writeBuses } from './document.js'

const megabytes = Number(process.argv[2] ?? 100)
const runs = Number(process.argv[3] ?? 5)
const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const document = here(`data/buses-${megabytes}m.xml`)
const bytes = await writeBuses(document, megabytes)

const cosax = here('../bin/cosax.js')
const northBound22 = ['--filter', 'route=22', '--filter', 'direction=North Bound']
const CONTENDERS = [
  ['sax, events counted', here('contenders/sax-bare.js'), document],
  ['saxes, events counted', here('contenders/saxes-bare.js'), document],
  ['saxes, every record as a JSON line', here('contenders/saxes-lines.js'), document, 'bus'],
  ['cosax --count', cosax, document, '-r', 'bus', '--count'],
  ['cosax, two filters, JSON lines', cosax, document, '-r', 'bus', ...northBound22],
  ['cosax, every record as a JSON line', cosax, document, '-r', 'bus'],
]

/** One run: CPU seconds, wall seconds and peak memory in MB. */
function measure(script, args) {
  readFileSync(document) // so that the page cache holds it
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const child = spawn(process.execPath, ['--import', here('usage.js'), script, ...args], {
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    })
    let usage = ''
    child.stdout.resume()
    child.stdio[3].on('data', (data) => (usage += data))
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(`${script} exited with ${code}`))
      resolve({ ...JSON.parse(usage), wall: (performance.now() - start) / 1000 })
    })
  })
}

const results = CONTENDERS.map(() => [])
for (let run = 0; run <= runs; run++) {
  for (const [i, [, script, ...args]] of CONTENDERS.entries()) {
    const result = await measure(script, args)
    if (run > 0) results[i].push(result) // the first is a warm-up
  }
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]
const base = median(results[0].map(({ cpu }) => cpu))
console.log(
  `${Math.round(bytes / 1e6)} MB of buses, Node ${process.version}, ${availableParallelism()} cores,`,
)
console.log(`${cpus()[0]?.model.trim()}; medians of ${runs} runs in turn\n`)
console.log('| | CPU s | MB per CPU s | CPU against sax | wall s | peak MB |')
console.log('| --- | --- | --- | --- | --- | --- |')
for (const [i, [name]] of CONTENDERS.entries()) {
  const of = (figure) => median(results[i].map((result) => result[figure]))
  const cpu = of('cpu')
  const cells = [
    cpu.toFixed(2),
    (bytes / 1e6 / cpu).toFixed(0),
    (cpu / base).toFixed(2),
    of('wall').toFixed(2),
  ]
  console.log(`| ${[name, ...cells, of('memory').toFixed(0)].join(' | ')} |`)
}
