// Whatever records hold, a table holds it after a run; and the same whether one thread reads them or several.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { run } from '../../src/plan/run.ts'
import { outcome } from '../parts/outcome.ts'
import { withPostgres } from '../postgres-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'cosax-rows-'))
afterAll(() => rmSync(folder, { recursive: true }))

const text = fc.oneof(
  fc.string({
    unit: fc.constantFrom('\\', '\t', '\n', '\r', '.', 'N', '"', "'", ',', '{', 'ä', '😀', ' '),
  }),
  fc.string({ unit: 'binary' }).map((each) => each.replaceAll('\0', '0')),
)
const nested = fc.oneof(
  fc.array(fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null))),
  fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true }),
)
const records = fc.array(
  fc.record({
    t: fc.option(text),
    n: fc.option(fc.integer()),
    b: fc.option(fc.boolean()),
    j: fc.option(nested),
  }),
  { minLength: 1, maxLength: 20 },
)

withPostgres('a table of PostgreSQL', (server) => {
  it('holds what records hold', async () => {
    await fc.assert(
      fc.asyncProperty(records, async (all) => {
        await server.ask(
          'DROP TABLE IF EXISTS t; CREATE TABLE t (t text, n bigint, b boolean, j jsonb)',
        )
        const input = join(folder, 'records.jsonl')
        writeFileSync(input, all.map((record) => `${JSON.stringify(record)}\n`).join(''))
        const pipeline = { stages: [], to: [server.to('t')] }
        await run({ inputs: [input], records: true, pipeline })
        const rows = await server.ask('SELECT t, n::int, b, j FROM t')
        expect(rows).toEqual(JSON.parse(JSON.stringify(all)))
      }),
      { numRuns: process.env.CI ? 50 : 30 },
    )
  })

  it('holds the same where several threads read, with fields that come late', async () => {
    const late = (n: number) => (n > 1100 && n % 97 === 0 ? `<f${n % 3}>${n}\\</f${n % 3}>` : '')
    const rows = Array.from({ length: 3000 }, (_, n) => `<r><id>${n}</id>${late(n)}</r>`)
    const input = join(folder, 'r.xml')
    writeFileSync(input, `<x>${rows.join('\n')}</x>`)
    const contents: unknown[] = []
    for (const jobs of [1, 2]) {
      await server.ask('DROP TABLE IF EXISTS t; CREATE TABLE t (f2 text, id int, f0 text, f1 text)')
      const plan = { inputs: [input], pipeline: { stages: [], to: [server.to('t')] } }
      const { error, report } = await outcome(plan, (same) => same, join(folder, 'out'), {
        jobs,
        step: 2000,
      })
      expect(error).toBeUndefined()
      expect(report?.written).toBe(3000)
      contents.push(await server.ask('SELECT * FROM t'))
    }
    expect(contents[1]).toEqual(contents[0])
  })
})
