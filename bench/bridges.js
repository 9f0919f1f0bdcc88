// Measures a stage in a thread against the same stage in the thread that parses, from small records to large ones. What the
// busier thread takes is what both take on two cores that have nothing else to do.
//
//     node bench/bridges.js [MB]

import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bytesToRecords, coroutine, finish, threaded } from '../dist/index.js'

const MB = Number(process.argv[2] ?? 100)
const RUNS = 3
const SIZES = [100, 300, 1000]
const STAGES = ['keep-few', 'change-all']

const folder = mkdtempSync(join(tmpdir(), 'bridges-'))
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1]

/** A document of records of about so many bytes. */
function documentOf(size) {
  const path = join(folder, `${size}.xml`)
  const fields = Math.max(2, Math.round(size / 40))
  const record = (n) => {
    const values = Array.from(
      { length: fields - 1 },
      (_, i) => `<field${i}>value ${i} of ${n}, some text</field${i}>`,
    )
    return `<row><id>${n}</id>${values.join('')}</row>\n`
  }
  const parts = ['<rows>\n']
  for (let n = 0, bytes = 0; bytes < MB * 1e6; n++) bytes += parts[parts.push(record(n)) - 1].length
  parts.push('</rows>\n')
  writeFileSync(path, parts.join(''))
  return path
}

const count = coroutine(function* (totals) {
  while (true) {
    yield
    totals.records++
  }
})

/** Seconds of the processor that this thread took. */
function ownTime() {
  const fields = readFileSync(`/proc/self/task/${process.pid}/stat`, 'utf8')
    .split(') ')[1]
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function read(path, line) {
  const gates = line.gates ?? []
  const document = bytesToRecords({ record: 'row' }, line)
  const start = performance.now()
  const cpu = process.cpuUsage()
  const own = ownTime()
  for await (const bytes of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    if (!document.send(bytes)) break
    for (const gate of gates) if (gate.isShut) await gate.whenOpen()
  }
  await finish(document)
  const { user, system } = process.cpuUsage(cpu)
  const all = (user + system) / 1e6
  const near = ownTime() - own
  return {
    seconds: (performance.now() - start) / 1000,
    cpu: all,
    busier: Math.max(near, all - near),
  }
}

console.log(
  '| record | stage | one thread | two threads | ratio | processor time | busier thread |',
)
console.log('| --- | --- | --- | --- | --- | --- | --- |')
for (const size of SIZES) {
  const path = documentOf(size)
  for (const stage of STAGES) {
    const module = new URL(`stages/${stage}.mjs`, import.meta.url)
    const { default: here } = await import(module.href)
    const one = []
    const two = []
    for (let run = 0; run <= RUNS; run++) {
      const totals = [{ records: 0 }, { records: 0 }]
      const a = await read(path, here(count(totals[0])))
      const b = await read(path, threaded(module, count(totals[1])))
      if (totals[0].records !== totals[1].records)
        throw new Error(`${totals[0].records} records, and ${totals[1].records}`)
      if (run > 0) {
        one.push(a)
        two.push(b)
      }
    }
    const [s1, s2] = [one, two].map((runs) => median(runs.map(({ seconds }) => seconds)))
    const [c1, c2] = [one, two].map((runs) => median(runs.map(({ cpu }) => cpu)))
    const busier = median(two.map((each) => each.busier))
    console.log(
      `| ${size} B | ${stage} | ${s1.toFixed(2)} s | ${s2.toFixed(2)} s | ${(s2 / s1).toFixed(2)} | ${(c2 / c1).toFixed(2)} | ${(busier / c1).toFixed(2)} |`,
    )
  }
}
rmSync(folder, { recursive: true })
