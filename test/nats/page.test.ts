// Runs what docs/clusters.md shows of records over NATS, as it is written, on a server with a port of its own.

import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../../src/plan/run.ts'
import { NatsServer, withNats } from '../nats-server.ts'
import { messagesOf } from './messages.ts'

const [, section = ''] = readFileSync('docs/clusters.md', 'utf8').split('## Records over NATS\n')
const blocks = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text)

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-page-'))
  copyFileSync('fixtures/buses.xml', join(folder, 'buses.xml'))
  mkdirSync(join(folder, 'bin'))
  const command = join(folder, 'bin/cosax')
  writeFileSync(command, `#!/bin/sh\nexec node '${resolve('bin/cosax.js')}' "$@"\n`)
  chmodSync(command, 0o755)
})
afterAll(() => rmSync(folder, { recursive: true }))

withNats(() => {
  test('the page does what it says', async () => {
    const server = await NatsServer.start()
    const runs = (script: string) =>
      execFileSync(
        'bash',
        ['-ec', script.replaceAll('127.0.0.1:4222', `127.0.0.1:${server.port}`)],
        {
          cwd: folder,
          encoding: 'utf8',
          env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env.PATH}` },
        },
      )
    const [start = '', first = '', second = ''] = blocks
    expect(start).toBe('nats-server -js -sd nats-data &\n')
    expect(runs(first).trim()).toBe('249')
    const plain = join(folder, 'plain.jsonl')
    const stage = {
      stage: 'filter',
      argument: { field: ['direction'], operator: '=', value: 'North Bound' },
    }
    await run({
      inputs: ['fixtures/buses.xml'],
      record: 'bus',
      pipeline: { stages: [stage], to: [plain] },
    })
    expect(readFileSync(join(folder, 'north.jsonl'), 'utf8')).toBe(readFileSync(plain, 'utf8'))
    runs(second)
    const slim = await messagesOf(server.address('SLIM'))
    expect(slim).toHaveLength(863)
    expect(Object.keys(slim[0]?.record as object)).toEqual(['id', 'route'])
  })
})
