// Checks the order of the rooms: which may import which, and what belongs where.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const SRC = resolve('src')

const RANKS: Record<string, number> = {
  core: 0,
  kernel: 6,
  'kernel/layout.ts': -1,
  'kernel/reached.ts': -2,
  'kernel/lines': -1,
  'kernel/table': -1,
  'kernel/xml': -1,
  'kernel/bytes': 0,
  'kernel/markup': 1,
  'kernel/record': 2,
  'kernel/fast': 3,
  'kernel/document': 4,
  'kernel/exports': 5,
  nats: 1,
  task: 1,
  process: 1,
  postgres: 1,
  dtd: 1,
  spill: 1,
  sketch: 1,
  sources: 2,
  engine: 2,
  'engine/sax': 3,
  record: 3,
  expression: 4,
  mapping: 5,
  'engine/kernel': 6,
  'engine/lines': 6,
  reading: 7,
  stages: 7,
  formats: 7,
  shape: 7,
  sinks: 8,
  bridges: 9,
  plan: 10,
  parts: 11,
  split: 12,
  checkpoint: 12,
  serve: 13,
  jobs: 13,
  cli: 14,
}
const DOOR = 'index.ts' // sees every room but cli
const TASK_DOOR = 'task/index.ts' // of a room that is used alone, as `cosax/task`

const MAY_USE_NODE = [
  'postgres',
  'process',
  'nats',
  'task',
  'spill',
  'sources',
  'sinks',
  'bridges',
  'parts',
  'checkpoint',
  'serve',
  'split',
  'jobs',
  'cli',
]
/** Of the kernels, and of a table and another engine when they are needed. */
const LOADERS = [
  'engine/wasm.ts',
  'engine/line-scanner.ts',
  'engine/lines-module.ts',
  'dtd/html.ts',
  'expression/linear-regex.ts',
]
const LONGEST_FILE = 300

interface Import {
  file: string
  imported: string
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
)
const imports: Import[] = files.flatMap((file) =>
  [...read(file).matchAll(/(?:^(?:import|export)\s[\w\s{},*]*?from\s|\bimport\()'([^']+)'/gm)].map(
    ([, imported = '']) => ({
      file,
      imported: imported.startsWith('.')
        ? relative(SRC, resolve(SRC, dirname(file), withSuffix(imported)))
        : imported,
    }),
  ),
)
const inside = imports.filter(({ imported }) => imported.endsWith('.ts'))
const outside = imports.filter(({ imported }) => !imported.endsWith('.ts'))

/** AssemblyScript, in the kernel, imports without it. */
function withSuffix(path: string): string {
  return path.endsWith('.ts') ? path : `${path}.ts`
}

function read(file: string): string {
  return readFileSync(join(SRC, file), 'utf8')
}

/** The folder that has a rank of its own. */
function room(file: string): string {
  const [top = '', sub = ''] = file.split('/')
  return `${top}/${sub}` in RANKS ? `${top}/${sub}` : top
}

function rank(file: string): number {
  const known = file === DOOR ? RANKS.cli : RANKS[room(file)]
  if (known === undefined) throw new Error(`no rank for ${file}`)
  return known
}

test('imports are found', () => {
  expect(inside.length).toBeGreaterThan(100)
  expect(outside).toContainEqual({ file: 'engine/sax/parser.ts', imported: 'sax' })
})

test('a file imports its own room or a lower rank', () => {
  const upward = inside.filter(
    ({ file, imported }) => room(file) !== room(imported) && rank(imported) >= rank(file),
  )
  expect(upward).toEqual([])
})

test('no room imports the command line or the door', () => {
  const leaves = inside.filter(
    ({ file, imported }) => imported === DOOR || (room(imported) === 'cli' && room(file) !== 'cli'),
  )
  expect(leaves).toEqual([])
})

test('tasks need nothing but the core and the platform, and others go through their door', () => {
  const needs = inside.filter(
    ({ file, imported }) => room(file) === 'task' && !['task', 'core'].includes(room(imported)),
  )
  const packages = outside.filter(
    ({ file, imported }) => room(file) === 'task' && !imported.startsWith('node:'),
  )
  const past = inside.filter(
    ({ file, imported }) =>
      room(imported) === 'task' && room(file) !== 'task' && imported !== TASK_DOOR,
  )
  expect([...needs, ...packages, ...past]).toEqual([])
})

test('doors name what they let through', () => {
  for (const door of [DOOR, TASK_DOOR]) {
    const code = read(door).replace(/^\/\/.*$/gm, '')
    expect(code).not.toMatch(/export \*|^export (?:const|function|class|default)/m)
    expect(code).toMatch(/^export \{/m)
  }
})

test('each dependency is imported by exactly one file, and each is imported', () => {
  const packages = outside.filter(({ imported }) => !imported.startsWith('node:'))
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  const byFile = new Set(packages.map(({ file, imported }) => `${packageOf(imported)} ${file}`))
  const imported = Array.from(byFile, (each) => each.split(' ')[0])
  expect(imported.sort()).toEqual(Object.keys(dependencies).sort())
})

/** Of a module in one: `@a/b` of `@a/b/c.js`. */
function packageOf(imported: string): string {
  return imported.split('/', imported.startsWith('@') ? 2 : 1).join('/')
}

test('only the rooms at the ends of the line touch the system', () => {
  const intruders = outside.filter(
    ({ file, imported }) =>
      imported.startsWith('node:') &&
      imported !== 'node:buffer' &&
      !MAY_USE_NODE.includes(room(file)) &&
      !LOADERS.includes(file),
  )
  expect(intruders).toEqual([])
})

test('every file opens with a line that says what it does', () => {
  expect(files.filter((file) => !read(file).startsWith('// '))).toEqual([])
})

test('no file is long', () => {
  expect(files.filter((file) => read(file).split('\n').length > LONGEST_FILE)).toEqual([])
})

test('no file imports itself by way of others', () => {
  const imported = new Map(files.map((file) => [file, [] as string[]]))
  for (const { file, imported: other } of inside) imported.get(file)?.push(other)
  // what imports nothing that is left is in no circle
  let left = files
  for (let before = -1; before !== left.length; ) {
    before = left.length
    left = left.filter((file) => imported.get(file)?.some((other) => left.includes(other)))
  }
  expect(left).toEqual([])
})
