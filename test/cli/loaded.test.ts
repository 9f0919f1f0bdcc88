// The law: a plain run loads nothing of Node that it does not use, nor scripts of ours. Each of these takes as long as a
// small document.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { devNull, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const SELDOM =
  /^(?:NativeModule (?:child_process|crypto|module|net|perf_hooks|stream|tls|tty|worker_threads|zlib)|seldom|quotes)$/

/** Writes what was loaded at the end: modules of Node, and scripts of the build by their names. */
const LIST = `
  const fs = require('node:fs')
  const scripts = []
  const read = fs.readFileSync
  fs.readFileSync = (path, ...rest) => {
    const script = /bundle.(.+)[.]cjs$/.exec(path)?.[1]
    if (script) scripts.push(script)
    return read(path, ...rest)
  }
  process.on('exit', () => {
    fs.writeFileSync(process.env.LOADED, [...process.moduleLoadList, ...scripts].join('\\n'))
  })
`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-loaded-'))
  writeFileSync(join(folder, 'list.cjs'), LIST)
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
  ['that has a hint to show', () => `fixtures/books.xml -r book > ${devNull} 2> ${devNull}`],
  ['of columns', () => `fixtures/rows.xml -r row --format tsv --select @Id > ${devNull}`],
  ['that filters', () => `fixtures/buses.xml -r bus --filter route=22 > ${devNull} 2> ${devNull}`],
])('a run %s loads none of what seldom is needed', (_, words) => {
  expect(loadedBy(words())).toEqual([])
})

test('what few need is loaded for them', () => {
  expect(loadedBy(`fixtures/buses.xml -r bus --where 'route == 22' > ${devNull}`)).toEqual([
    'seldom',
  ])
  expect(loadedBy(`fixtures/books.xml -r book --format csv > ${devNull} 2>&1`)).toEqual(['quotes'])
})
