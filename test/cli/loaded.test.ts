// The law: a plain run loads nothing of Node that it does not use. Each of these takes as long as a small document.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { devNull, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const SELDOM =
  /^NativeModule (?:child_process|crypto|net|perf_hooks|stream|tls|tty|worker_threads|zlib)$/

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-loaded-'))
  const list = `require('node:fs').writeFileSync(process.env.LOADED, process.moduleLoadList.join('\\n'))`
  writeFileSync(join(folder, 'list.cjs'), `process.on('exit', () => {${list}})`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What a run in the shell loads of that. */
function loadedBy(words: string): string[] {
  const env = {
    ...process.env,
    LOADED: join(folder, 'loaded'),
    // what watches the young generation is of no use to a size that is given
    NODE_OPTIONS: `--max-semi-space-size=8 --require ${join(folder, 'list.cjs')}`,
  }
  execFileSync('sh', ['-c', `"$0" bin/cosax.js ${words}`, process.execPath], { env })
  const loaded = readFileSync(env.LOADED, 'utf8').split('\n')
  return loaded.filter((name) => SELDOM.test(name))
}

test.each([
  [
    'to a file',
    () => `fixtures/buses.xml -r bus > ${join(folder, 'out')} 2> ${join(folder, 'err')}`,
  ],
  ['to what nobody reads', () => `fixtures/buses.xml -r bus > ${devNull} 2> ${devNull}`],
  ['that counts', () => `fixtures/buses.xml -r bus --count > ${join(folder, 'out')} 2> ${devNull}`],
])('a run %s loads none of what seldom is needed', (_, words) => {
  expect(loadedBy(words())).toEqual([])
})
