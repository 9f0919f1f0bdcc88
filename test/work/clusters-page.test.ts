// Runs what docs/clusters.md shows of workers, as it is written there, but for the port, the address and the folder.

import { execFile } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { run } from '../../src/plan/run.ts'
import { stageNamed } from '../../src/plan/stages.ts'
import { withNats } from '../nats-server.ts'

const page = readFileSync('docs/clusters.md', 'utf8')
const [, section = ''] = /^## NATS: workers that take parts$([\s\S]*?)^## /m.exec(page) ?? []
const blocks = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text)
const PARTS = 6

withNats(() => {
  let folder = ''
  let port = 0
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cosax-page-'))
    copyFileSync('fixtures/buses.xml', join(folder, 'big.xml'))
    mkdirSync(join(folder, 'bin'))
    writeFileSync(
      join(folder, 'bin/cosax'),
      `#!/bin/sh\nexec node '${resolve('bin/cosax.js')}' "$@"\n`,
    )
    chmodSync(join(folder, 'bin/cosax'), 0o755)
  })
  beforeEach(async () => {
    for (const name of ['out', 'jobs.nats', '22.jsonl', 'pid']) {
      rmSync(join(folder, name), { recursive: true, force: true })
    }
    port = await freePort()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** What it prints; a server that it starts runs on until `end`. */
  function runs(block: string): Promise<string> {
    const script = block
      .replaceAll('4222', String(port))
      .replaceAll('10.0.0.1', '127.0.0.1')
      .replaceAll('/data', folder)
      .replace('--parts 64', `--parts ${PARTS}`)
      .replace(/^(nats-server .*) &$/m, '$1 > log 2>&1 & echo $! > pid')
    const path = `${join(folder, 'bin')}:${process.env.PATH}`
    return new Promise((done, fail) => {
      const options = { cwd: folder, env: { ...process.env, PATH: path } }
      execFile('bash', ['-c', script], options, (error, stdout, stderr) => {
        if (error) fail(new Error(`${script}\n${stderr}`))
        else done(stdout)
      })
    })
  }

  function end(): void {
    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')))
  }

  async function expectResult(): Promise<void> {
    const whole = join(folder, 'whole.jsonl')
    rmSync(whole, { force: true })
    const argument = stageNamed('filter').parse('route=22')
    const pipeline = { stages: [{ stage: 'filter', argument }], to: [whole] }
    await run({ inputs: [join(folder, 'big.xml')], record: 'bus', pipeline })
    expect(readdirSync(join(folder, 'out')).length).toBe(PARTS)
    expect(readFileSync(join(folder, '22.jsonl'), 'utf8')).toBe(readFileSync(whole, 'utf8'))
  }

  test('on one machine, in five commands', async () => {
    try {
      expect(blocks[0]?.trimEnd().split('\n').length).toBe(5)
      expect(await runs(blocks[0] ?? '')).toContain(
        `${PARTS} parts: 0 waiting, 0 running, ${PARTS} done, 0 failed`,
      )
    } finally {
      end()
    }
    await expectResult()
  })

  test('on three machines', async () => {
    const [, first = '', each = '', any = ''] = blocks
    try {
      await runs(first)
      await Promise.all([runs(each), runs(each), runs(each)])
      expect(await runs(any)).toContain(`${PARTS} done, 0 failed`)
      await expect(runs(any)).rejects.toThrow(/no stream JOBS/)
    } finally {
      end()
    }
    await expectResult()
  })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
