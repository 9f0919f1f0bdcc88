// Measures how fast records are published into a stream of NATS, against what the client library alone does with messages of
// the same size, ids and window: from the first message to the last acknowledgement, in one process, in turn.
//
//     node bench/nats.js [RECORDS]

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect as open } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { run } from '../dist/index.js'

const RECORDS = Number(process.argv[2] ?? 50_000)
const RUNS = 5
const WINDOW = 1000
const SIZES = [100, 1000] // bytes of a message, about
const PORT = 14_333

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1]

async function alone(connection, subject, messages) {
  const client = jetstream(connection)
  const start = performance.now()
  let next = 0
  const one = async () => {
    while (next < messages.length) {
      const n = next++
      await client.publish(subject, messages[n], { msgID: `${subject}:${n}` })
    }
  }
  await Promise.all(Array.from({ length: WINDOW }, one))
  return performance.now() - start
}

async function published(file, stream) {
  const to = [`nats://127.0.0.1:${PORT}/${stream}?subject=${stream}&window=${WINDOW}`]
  const start = performance.now()
  await run({ inputs: [file], record: 'row', pipeline: { stages: [], to } })
  return performance.now() - start
}

const folder = mkdtempSync(join(tmpdir(), 'cosax-bench-'))
const config = join(folder, 'server.conf')
writeFileSync(config, `listen: "127.0.0.1:${PORT}"\njetstream { store_dir: "${folder}/streams" }\n`)
const server = spawn('nats-server', ['-c', config], { stdio: 'ignore' })
try {
  for (let isThere = false; !isThere; ) {
    isThere = await new Promise((resolve) => {
      const socket = open(PORT, '127.0.0.1')
      socket.once('data', () => resolve(true)).once('error', () => setTimeout(resolve, 50, false))
    })
  }
  const connection = await connect({ port: PORT })
  const { streams } = await jetstreamManager(connection)
  for (const size of SIZES) {
    const rows = Array.from({ length: RECORDS }, (_, id) => ({
      id: `${id}`,
      text: 'x'.repeat(size - 30),
    }))
    const file = join(folder, `${size}.xml`)
    const xml = rows.map(({ id, text }) => `<row><id>${id}</id><text>${text}</text></row>\n`)
    writeFileSync(file, `<rows>${xml.join('')}</rows>`)
    const messages = rows.map((row) => Buffer.from(JSON.stringify(row)))
    const took = { alone: [], published: [] }
    for (let n = 0; n < RUNS; n++) {
      for (const way of ['alone', 'published']) {
        const name = `${way}_${size}_${n}`
        await streams.add({ name, subjects: [name] })
        took[way].push(
          way === 'alone' ? await alone(connection, name, messages) : await published(file, name),
        )
        await streams.delete(name)
      }
    }
    const [base, own] = [took.alone, took.published].map(median)
    const rate = (milliseconds) => Math.round(RECORDS / milliseconds)
    console.log(
      `${size} B: the library ${rate(base)} thousand a second, cosax ${rate(own)}: ${Math.round((100 * base) / own)} %`,
    )
  }
  await connection.close()
} finally {
  server.kill()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}
