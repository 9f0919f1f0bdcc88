// The contest of the course: clients with many connections each send messages at random to an echo server, which is
// one on the scheduler of tasks, one of plain callbacks, one of asynchronous functions, and one of a process for each core.
//
//   node bench/echo.js [--rounds 20] [--messages 30000] [--seconds 20] [--at-once 10] [--clients 3]
//                      [--connections 300] [--size 1024] [--servers tasks,callbacks,async,cluster]
//
// A round is each server in turn: `messages` from all clients together, for no more than `seconds`. All stay until the end, idle.
// `at-once` messages of a client are on their way, each on another connection; the clients of the course had one.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const usual = {
  rounds: '20',
  messages: '30000',
  seconds: '20',
  'at-once': '10',
  clients: '3',
  connections: '300',
  size: '1024',
  servers: 'tasks,callbacks,async,cluster',
}
const { values } = parseArgs({
  options: Object.fromEntries(
    Object.entries(usual).map(([name, value]) => [name, { type: 'string', default: value }]),
  ),
})
const number = (name) => Number(values[name])
const clients = number('clients')
const connections = number('connections')
const messages = number('messages')
const rounds = number('rounds')
const seconds = number('seconds')
const size = number('size')
const atOnce = Math.min(number('at-once'), connections)

const SERVERS = {
  tasks: 'tasks of `cosax/task`',
  callbacks: 'plain callbacks',
  async: 'async/await',
  cluster: `plain callbacks, ${availableParallelism()} processes`,
}

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

/** Messages that all clients send at once; answers how long each took, in ms. */
async function blast(port, count) {
  const share = Math.max(1, Math.round(count / clients))
  const times = blasters.map((each) => answer(each, { port, messages: share, seconds }))
  return (await Promise.all(times)).flatMap((some) => [...some])
}

async function contest({ server, port, times, rounds }) {
  const before = await answer(server, 'used')
  const began = performance.now()
  const taken = await blast(port, messages)
  const wall = (performance.now() - began) / 1000
  const { cpu } = await answer(server, 'used')
  times.push(...taken)
  rounds.push({ wall: taken.length / wall, cpu: taken.length / (cpu - before.cpu) })
}

const blasters = Array.from({ length: clients }, () => start('blast'))
for (const each of blasters) await answer(each, { connections, size, atOnce })
const contestants = []
for (const name of values.servers.split(',')) {
  const server = start(name)
  const { port } = await answer(server)
  await blast(port, 2 * messages) // a warm-up
  contestants.push({ name, server, port, times: [], rounds: [] })
}
for (let round = 0; round < rounds; round++) {
  for (const contestant of contestants) await contest(contestant)
}
for (const each of contestants) each.memory = (await answer(each.server, 'used')).memory
for (const child of [...blasters, ...contestants.map(({ server }) => server)]) child.disconnect()

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]
const base = contestants.find(({ name }) => name === 'callbacks') ?? contestants[0]
console.log(
  `${clients} clients × ${connections} connections, ${atOnce} messages of ${size} bytes at once each; Node ${process.version},`,
)
console.log(`${availableParallelism()} cores; medians of ${rounds} rounds in turn\n`)
console.log(
  '| server | messages a CPU s | against callbacks | messages a s | p50 ms | p99 ms | p99.9 ms | peak MB |',
)
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |')
for (const { name, rounds, times, memory } of contestants) {
  const sorted = Float64Array.from(times).sort()
  const at = (part) => sorted[Math.floor(sorted.length * part)].toFixed(2)
  const cells = [
    SERVERS[name],
    Math.round(median(rounds.map(({ cpu }) => cpu))),
    median(rounds.map(({ cpu }, n) => cpu / base.rounds[n].cpu)).toFixed(3),
    Math.round(median(rounds.map(({ wall }) => wall))),
    at(0.5),
    at(0.99),
    at(0.999),
    Math.round(memory),
  ]
  console.log(`| ${cells.join(' | ')} |`)
}
