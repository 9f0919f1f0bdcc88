// The contest of the course: clients with many connections each send messages at random to an echo server, which is
// one on the scheduler of tasks, one of plain callbacks, one of asynchronous functions, and one of a process for each core.
//
//   node bench/echo.js [--rounds 7] [--messages 200000] [--seconds 20] [--at-once 10]
//                      [--clients 3] [--connections 300] [--size 1024]
//
// A round is each server in turn, in a new process, with new clients: `messages` of them, and no more than `seconds`.
// `at-once` messages of a client are on their way, each on another connection; the clients of the course had one.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const usual = {
  rounds: '7',
  messages: '200000',
  seconds: '20',
  'at-once': '10',
  clients: '3',
  connections: '300',
  size: '1024',
}
const { values } = parseArgs({
  options: Object.fromEntries(
    Object.entries(usual).map(([name, value]) => [name, { type: 'string', default: value }]),
  ),
})
const { rounds, messages, seconds, clients, connections, size, ...others } = Object.fromEntries(
  Object.entries(values).map(([name, value]) => [name, Number(value)]),
)
const atOnce = Math.min(others['at-once'], connections)

const SERVERS = [
  ['tasks', 'tasks of `cosax/task`'],
  ['callbacks', 'plain callbacks'],
  ['async', 'async/await'],
  ['cluster', `plain callbacks, ${availableParallelism()} processes`],
]

function start(name) {
  const script = fileURLToPath(new URL(`echo/${name}.js`, import.meta.url))
  const child = fork(script, { serialization: 'advanced' })
  child.on('exit', (code) => {
    if (child.connected || code) throw new Error(`bench/echo/${name}.js has ended with ${code}`)
  })
  return child
}

async function answer(child, question) {
  if (question !== undefined) child.send(question)
  return (await once(child, 'message'))[0]
}

async function contest(name) {
  const server = start(name)
  const { port } = await answer(server)
  const blasters = Array.from({ length: clients }, () => start('blast'))
  try {
    await Promise.all(blasters.map((each) => answer(each, { port, connections, size, atOnce })))
    const blast = (count) =>
      Promise.all(
        blasters.map((each) =>
          answer(each, { messages: Math.max(1, Math.round(count / clients)), seconds }),
        ),
      )
    await blast(messages / 5) // a warm-up
    const before = await answer(server, 'used')
    const began = performance.now()
    const times = Float64Array.from((await blast(messages)).flatMap((some) => [...some])).sort()
    const wall = (performance.now() - began) / 1000
    const after = await answer(server, 'used')
    const at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))]
    return {
      wall: times.length / wall,
      cpu: times.length / (after.cpu - before.cpu),
      memory: after.memory,
      p50: at(0.5),
      p99: at(0.99),
      p999: at(0.999),
    }
  } finally {
    for (const child of [...blasters, server]) {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    }
  }
}

const results = SERVERS.map(() => [])
for (let round = 0; round < rounds; round++) {
  for (const [i, [name]] of SERVERS.entries()) results[i].push(await contest(name))
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]
const CALLBACKS = SERVERS.findIndex(([name]) => name === 'callbacks')
console.log(
  `${clients} clients × ${connections} connections, ${atOnce} messages of ${size} bytes at once each; Node ${process.version},`,
)
console.log(`${availableParallelism()} cores; medians of ${rounds} rounds in turn\n`)
console.log(
  '| server | messages a CPU s | against callbacks | messages a s | p50 ms | p99 ms | p99.9 ms | peak MB |',
)
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |')
for (const [i, [, what]] of SERVERS.entries()) {
  const of = (name) => median(results[i].map((each) => each[name]))
  const ratio = median(results[i].map(({ cpu }, round) => cpu / results[CALLBACKS][round].cpu))
  const cells = [
    what,
    Math.round(of('cpu')),
    ratio.toFixed(2),
    Math.round(of('wall')),
    ...['p50', 'p99', 'p999'].map((name) => of(name).toFixed(2)),
    Math.round(of('memory')),
  ]
  console.log(`| ${cells.join(' | ')} |`)
}
