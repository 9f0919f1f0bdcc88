// Measures a stage in a thread against the same stage in the thread that parses, from small records to large ones: from when the
// thread runs, so start-up aside, which is a row of its own. What the busier thread takes of the processor is what both take
// together on two cores that have nothing else to do.
//
//     node bench/bridges.js [MB]

import { readFileSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { bytesToRecords, coroutine, finish, threaded } from '../dist/index.js'

const MB = Number(process.argv[2] ?? 100)
const RUNS = 2
const SIZES = [100, 300, 1000]
const STAGES = ['keep-few', 'change-all']
const CHUNK = 256 * 1024
const BODY = 10e6 // bytes, sent again and again

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1]

/** Records of about so many bytes. */
function recordsOf(size) {
  const fields = Math.max(1, Math.round(size / 40) - 1)
  const parts = []
  for (let n = 0, bytes = 0; bytes < BODY; n++) {
    const values = Array.from({ length: fields }, (_, i) => {
      return `<field${i}>value ${i} of ${n}, some text</field${i}>`
    })
    bytes += parts[parts.push(`<row><id>${n}</id>${values.join('')}</row>\n`) - 1].length
  }
  return Buffer.from(parts.join(''))
}

const count = coroutine(function* (totals) {
  for (; ; totals.records++) yield
})

/** Seconds of the processor that all threads took, and that this one did. */
function times() {
  const { user, system } = process.cpuUsage()
  const stat = readFileSync(`/proc/self/task/${process.pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return { all: (user + system) / 1e6, near: (Number(stat[11]) + Number(stat[12])) / 100 }
}

async function read(records, line) {
  const document = bytesToRecords({ record: 'row' }, line)
  const send = async (bytes) => {
    for (let at = 0; at < bytes.length; at += CHUNK) {
      document.send(bytes.subarray(at, at + CHUNK))
      for (const gate of line.gates) if (gate.isShut) await gate.whenOpen()
      if (at % (4 * CHUNK) === 0) await turn()
    }
  }
  document.send(Buffer.from('<rows>'))
  await send(records)
  const start = performance.now()
  const before = times()
  for (let n = 0; n < (MB * 1e6) / BODY; n++) await send(records)
  document.send(Buffer.from('</rows>'))
  await finish(document)
  const after = times()
  const all = after.all - before.all
  const near = after.near - before.near
  return { wall: (performance.now() - start) / 1000, all, busier: Math.max(near, all - near) }
}

console.log(
  '| record | stage | one thread | two threads | processor time of both | of the busier |',
)
console.log('| --- | --- | --- | --- | --- | --- |')
for (const size of SIZES) {
  const records = recordsOf(size)
  for (const stage of STAGES) {
    const module = new URL(`stages/${stage}.mjs`, import.meta.url)
    const { default: here } = await import(module.href)
    const one = []
    const two = []
    for (let run = 0; run <= RUNS; run++) {
      const totals = [{ records: 0 }, { records: 0 }]
      one.push(await read(records, here(count(totals[0]))))
      two.push(await read(records, threaded(module, count(totals[1]))))
      const [a, b] = totals.map((each) => each.records)
      if (a !== b) throw new Error(`${a} records, and ${b}`)
    }
    const of = (runs, name) => median(runs.slice(1).map((each) => each[name]))
    const ratio = (name) => (of(two, name) / of(one, 'all')).toFixed(2)
    const walls = [one, two].map((runs) => `${of(runs, 'wall').toFixed(2)} s`)
    console.log(
      `| ${size} B | ${stage} | ${walls.join(' | ')} | × ${ratio('all')} | × ${ratio('busier')} |`,
    )
  }
}

const starts = []
for (let run = 0; run < 5; run++) {
  const start = performance.now()
  const module = new URL('stages/keep-few.mjs', import.meta.url)
  await finish(threaded(module, count({ records: 0 })))
  starts.push(performance.now() - start)
}
console.log(`\nA thread starts and ends in ${median(starts).toFixed(0)} ms.`)
