import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readPlan } from '../../src/cli/plan-file.ts'
import type { Request } from '../../src/cli/request.ts'
import { checkPlan } from '../../src/plan/check-plan.ts'
import { plainWords, type Words } from './plain-words.ts'
import { Scripts } from './scripts.ts'
import { understood } from './understood.ts'

const folder = mkdtempSync(join(tmpdir(), 'cosax-plan-'))
const file = join(folder, 'plan.json')
const scripts = new Scripts()
symlinkSync(resolve('fixtures'), join(folder, 'fixtures'))
afterAll(() => {
  scripts.stop()
  rmSync(folder, { recursive: true })
})

/** Flags that are no part of a plan, or that have something else happen than a run. */
const BESIDE =
  /^(?:-[qehV]|--(?:explain|plan|help|version|quiet|exit-status|color|.*progress|report).*)$/
/** Commands, and what a plan from a file may not have. */
const OTHERS = /^(?:check|infer|tree|completion|man|help|__complete|--map-js.*)$/

function commandsOf(file: string): Words[] {
  return plainWords(readFileSync(file, 'utf8')) ?? []
}

const commands = readdirSync('fixtures/cases', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('cmd'))
  .flatMap((file) => commandsOf(join('fixtures/cases', file)))
  .filter((words) => !OTHERS.test(words[0] ?? '') && !words.some((word) => OTHERS.test(word)))
  .map((words) => words.filter((word) => !BESIDE.test(word)))

test('plans of all golden cases are the same after a way through JSON', () => {
  let plans = 0
  for (const words of commands) {
    const { plan } = planOf(words) ?? {}
    if (!plan) continue
    plans++
    writeFileSync(file, JSON.stringify(plan))
    expect(readPlan(file, true)).toEqual(plan)
  }
  expect(plans).toBeGreaterThan(200)
})

test('the plan that --explain=json prints does what its command line does', async () => {
  const line = (words: Words) => ['cosax', ...words.map((word) => `'${word}'`)].join(' ')
  const isQuotable = (words: Words) => !words.some((word) => word.includes("'"))
  const isRandom = (words: Words) => words.includes('--sample') && !words.includes('--seed')
  const some = commands.filter((words) => isQuotable(words) && !isRandom(words) && planOf(words))
  const hold = async (words: Words, n: number) => {
    const { stdout: plan } = await scripts.run(line([...words, '--explain=json']), folder)
    writeFileSync(join(folder, `${n}.json`), plan)
    const plain = await scripts.run(line(words), folder)
    const again = await scripts.run(`cosax --plan ${n}.json --allow-exec`, folder)
    expect(again.stdout, line(words)).toBe(plain.stdout)
  }
  await Promise.all(some.filter((_, n) => n % 12 === 0).map(hold))
}, 120_000)

/** What the words ask for, if they can be understood. */
function planOf(words: Words): Request | undefined {
  try {
    const request = understood(words)
    checkPlan(request.plan)
    return request
  } catch {
    return undefined
  }
}

/** Plans that run a program, and what of them does. */
const RUNNING: [plan: object, found: string][] = [
  [{ inputs: [], pipeline: { stages: [{ stage: 'pipe', argument: 'jq -c .' }] } }, '--pipe'],
  [{ inputs: [], pipeline: { stages: [{ stage: 'tee', argument: 'exec:cat' }] } }, '--tee exec:'],
  [{ inputs: [], pipeline: { stages: [], to: ['-', 'exec:cat'] } }, '--to exec:'],
  [
    { inputs: [], onError: { quarantine: 'exec:cat' }, pipeline: { stages: [] } },
    '--on-error quarantine=exec:',
  ],
]

describe('a plan from a file', () => {
  const pipeline = { stages: [] }

  test.each<[string, string]>([
    ['', 'no JSON'],
    ['{', 'no JSON'],
    ['null', 'plan: expected an object, found null'],
    ['[]', 'plan: expected an object, found an array'],
    ['{"inputs":[]}', 'plan.pipeline: expected an object'],
    ['{"inputs":[],"pipeline":{"stages":[{"stage":"hed","argument":1}]}}', 'unknown stage "hed"'],
    ['{"inputs":[],"pipeline":{"stages":[{"stage":"select","argument":5}]}}', 'stages[0].argument'],
    ['{"inputs":[],"pipeline":{"stages":[]},"__proto__":1}', 'unknown key "__proto__"'],
    [
      JSON.stringify({ inputs: [], pipeline: { stages: [], branches: [pipeline, mapJs()] } }),
      'plan.pipeline.branches[1].stages[0]: a plan from a file runs no program',
    ],
    ...RUNNING.map(([plan, found]): [string, string] => [JSON.stringify(plan), `, found ${found}`]),
  ])('%s is refused: %s', (text, message) => {
    writeFileSync(file, text)
    expect(() => readPlan(file)).toThrow(`--plan: ${file}: `)
    expect(() => readPlan(file)).toThrow(message)
  })

  test.each(RUNNING)('is trusted where that was said: %j', (plan) => {
    writeFileSync(file, JSON.stringify(plan))
    expect(readPlan(file, true)).toEqual(plan)
  })

  test('may begin with a byte order mark', () => {
    writeFileSync(file, `\uFEFF${JSON.stringify({ inputs: ['a'], pipeline })}`)
    expect(readPlan(file)).toEqual({ inputs: ['a'], pipeline })
  })
})

function mapJs() {
  return { stages: [{ stage: 'map-js', argument: 'process.exit()' }] }
}
