// Holds `cosax serve` with fast clients against the command line that reads the same bytes from a pipe, in turn.
//
//   node bench/serve.js [FILE] [RUNS] [CLIENTS]
//
// FILE has buses; without it, 30 MB of them are made. Processor time is that of cosax alone, start-up included. Time has
// the start-up of the command line in it, not that of the server.

import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { writeDocument } from './race/corpora.js'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const path = process.argv[2] || here('data/buses-30m.xml')
const runs = Number(process.argv[3] ?? 5)
const clients = Number(process.argv[4] ?? 8)
if (!process.argv[2]) writeDocument('buses', path, 30)
const megabytes = (statSync(path).size * clients) / 1e6

/** Starts cosax; `used` gives what it has used in the end. */
function cosax(words, stdio) {
  const node = ['--import', here('usage.js'), here('../bin/cosax.js')]
  const child = spawn(process.execPath, [...node, ...words], {
    stdio: [...stdio, 'inherit', 'pipe'],
  })
  const kill = () => child.kill()
  process.on('exit', kill) // also where something has failed
  child.on('close', () => process.off('exit', kill))
  let usage = ''
  child.stdio[3].on('data', (data) => {
    usage += data
  })
  const used = once(child, 'close').then(([code]) => {
    if (code !== 0) throw new Error(`cosax ${words.join(' ')} exited with ${code}`)
    return JSON.parse(usage)
  })
  return { child, used }
}

async function counted(stream) {
  let bytes = 0
  for await (const some of stream) bytes += some.length
  return bytes
}

/** Clients that stream the document at the same time. */
async function served() {
  const { child, used } = cosax(['serve', '--tcp', '0', '-r', 'bus'], ['ignore', 'pipe'])
  const [line] = await once(createInterface(child.stdout), 'line')
  const port = Number(new URL(line.replace('listening on ', '')).port)
  const crowd = fork(here('serve-clients.js'))
  crowd.send({ port, path, clients })
  const [{ bytes, seconds }] = await once(crowd, 'message')
  child.kill('SIGTERM')
  return { wall: seconds, ...(await used), bytes: bytes.reduce((sum, each) => sum + each) }
}

/** The document as often, one after the other. */
async function piped(output) {
  const began = performance.now()
  const cat = spawn('cat', Array(clients).fill(path), { stdio: ['ignore', 'pipe', 'inherit'] })
  const words = ['-', '--fragments', '-r', 'bus']
  const { child, used } = cosax(words, [cat.stdout, output])
  const bytes = output === 'pipe' ? await counted(child.stdout) : undefined
  const usage = await used
  return { wall: (performance.now() - began) / 1000, ...usage, bytes }
}

const CONTESTANTS = [
  ['a pipe to /dev/null', () => piped('ignore')],
  ['a pipe to a pipe', () => piped('pipe')],
  [`${clients} clients of a server`, served],
]
const results = CONTESTANTS.map(() => [])
for (let run = 0; run <= runs; run++) {
  for (const [i, [, contest]] of CONTESTANTS.entries()) {
    const result = await contest()
    if (run > 0) results[i].push(result) // the first is a warm-up
  }
}
const [, [{ bytes }], [{ bytes: back }]] = results
if (bytes !== back) throw new Error(`${back} bytes came back from the server, ${bytes} from a pipe`)

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]
console.log(
  `${Math.round(megabytes)} MB, Node ${process.version}, ${availableParallelism()} cores;`,
)
console.log(`medians of ${runs} runs in turn\n`)
console.log('| | MB per CPU s | against the first | MB a s | against the first | peak MB |')
console.log('| --- | --- | --- | --- | --- | --- |')
for (const [i, [name]] of CONTESTANTS.entries()) {
  const speed = (what) => median(results[i].map((each) => megabytes / each[what]))
  const ratio = (what) => median(results[i].map((each, run) => results[0][run][what] / each[what]))
  const cells = ['cpu', 'wall'].flatMap((what) => [Math.round(speed(what)), ratio(what).toFixed(2)])
  const memory = Math.round(median(results[i].map((each) => each.memory)))
  console.log(`| ${[name, ...cells, memory].join(' | ')} |`)
}
