// Packs the package, installs it elsewhere and uses it there.

import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'cosax-package-'))
const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

beforeAll(() => {
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { stdio: 'pipe' })
  const packed = readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? ''
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  run('npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', `./${packed}`)
}, 240_000)

afterAll(() => rmSync(folder, { recursive: true }))

test('the installed command runs', () => {
  const buses = resolve('fixtures/buses.xml')
  const lines = run('npx', 'cosax', buses, '-r', 'bus', '--filter', 'route=22', '--count')
  expect(lines).toBe('{"count":24}\n')
})

test('the installed library is imported', () => {
  writeFileSync(
    join(folder, 'use.js'),
    `import { coroutine, broadcast } from 'cosax'
     const print = coroutine(function* () { while (true) console.log(yield) })
     broadcast([print(), print()]).send('twice')`,
  )
  expect(run('node', 'use.js')).toBe('twice\ntwice\n')
})

test('the installed tasks are imported, alone', () => {
  writeFileSync(
    join(folder, 'tasks.js'),
    `import { newTask, Scheduler, sleep, waitTask } from 'cosax/task'
     const result = await new Scheduler().run(function* () {
       const id = yield* newTask(function* () { yield* sleep(1); return 'slept' })
       return yield* waitTask(id)
     })
     console.log(result)`,
  )
  expect(run('node', 'tasks.js')).toBe('slept\n')
})

test('the installed types are found', () => {
  writeFileSync(
    join(folder, 'use.ts'),
    `import { createReadStream } from 'node:fs'
     import { getTaskId, newTask, receive, Scheduler, send, SystemCall, waitTask } from 'cosax/task'
     import type { Socket } from 'node:net'
     import { bytesToRecords, coroutine, filter, type Plan, records, run, type Value } from 'cosax'
     export const plan: Plan = { inputs: ['-'], pipeline: { stages: [] } }
     export const done: Promise<{ records: number }> = run(plan)
     const sink = coroutine(function* (): Generator<void, void, number> { while (true) yield })
     filter((n: number) => n > 1, sink()).send(2)
     for await (const book of records(createReadStream('books.xml'), { record: 'book' })) {
       console.log(book['@id'], book.title)
     }
     for await (const { id } of records<{ id: string }>('<a/>')) id.trim()
     for await (const value of records<Value>('<a/>')) if (typeof value === 'string') value.trim()
     const print = coroutine(function* (): Generator<void, void, { id: string }> {
       while (true) console.log((yield).id.trim())
     })
     bytesToRecords({ record: 'bus' }, print()).close()
     class Answer extends SystemCall<bigint> {
       handle(task: { resume(answer: bigint): void }) { task.resume(42n) }
     }
     export const sum: Promise<number> = new Scheduler().run(function* () {
       const id = yield* newTask(function* () { yield; return ['a'] })
       const words: string[] = yield* waitTask(id)
       const answer: bigint = yield* new Answer()
       return words.length + Number(answer) + (yield* getTaskId())
     })
     export function* echo(socket: Socket) {
       for (let data = yield* receive(socket); data; data = yield* receive(socket)) yield* send(socket, data)
     }`,
  )
  symlinkSync(resolve('node_modules/@types'), join(folder, 'node_modules/@types'))
  const options = [
    '--noEmit',
    '--strict',
    '--target',
    'es2023',
    '--module',
    'nodenext',
    '--types',
    'node',
  ]
  expect(run(resolve('node_modules/.bin/tsc'), ...options, 'use.ts')).toBe('')
})

test('the package holds the program and nothing else', () => {
  const inside = readdirSync(join(folder, 'node_modules/cosax')).sort()
  expect(inside).toEqual([
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'LICENSE',
    'README.md',
    'SECURITY.md',
    'bench',
    'bin',
    'dist',
    'docs',
    'package.json',
  ])
})

test('what its pages link to is in the package', () => {
  const packed = join(folder, 'node_modules/cosax')
  const pages = readdirSync(packed, { recursive: true, encoding: 'utf8' })
  const links = pages
    .filter((page) => page.endsWith('.md'))
    .flatMap((page) =>
      [...readFileSync(join(packed, page), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)].map(
        ([, link = '']) => join(packed, dirname(page), link),
      ),
    )
  expect(links.length).toBeGreaterThan(5)
  expect(links.filter((link) => !existsSync(link))).toEqual([])
})

test('nothing runs when it is installed', () => {
  const { scripts, repository, homepage, bugs } = JSON.parse(
    readFileSync(join(folder, 'node_modules/cosax/package.json'), 'utf8'),
  )
  const run = ['preinstall', 'install', 'postinstall', 'prepare']
  expect(Object.keys(scripts).filter((script) => run.includes(script))).toEqual([])
  expect([repository.url, homepage, bugs.url].every((url) => url.includes('://'))).toBe(true)
})

test('what every run loads needs no package that stands elsewhere', () => {
  const scripts = ['cosax', 'common', 'running'].map((name) =>
    readFileSync(`dist/bundle/${name}.cjs`, 'utf8'),
  )
  const needs = scripts.flatMap((script) => script.match(/(?<=\brequire\(")[^"]+/g) ?? [])
  expect(needs).toContain('node:fs')
  expect(needs.filter((name) => !/^(?:node:|\.\/)/.test(name) && name !== 'url')).toEqual([])
})
