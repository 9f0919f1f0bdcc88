// What a run leaves in a table, and what is there after one that fails.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { Gate } from '../../src/core/gate.ts'
import { applyShape } from '../../src/plan/apply-shape.ts'
import type { Pipeline, Plan, PlannedStage } from '../../src/plan/plan.ts'
import { run } from '../../src/plan/run.ts'
import type { Value } from '../../src/record/record.ts'
import { Sinks } from '../../src/sinks/open.ts'
import { withPostgres } from '../postgres-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'cosax-rows-'))
afterAll(() => rmSync(folder, { recursive: true }))

function inputOf(records: readonly Value[]): string {
  const path = join(folder, 'records.jsonl')
  writeFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  return path
}

function planOf(
  records: readonly Value[],
  pipeline: Omit<Pipeline, 'stages'>,
  stages: PlannedStage[] = [],
): Plan {
  return { inputs: [inputOf(records)], records: true, pipeline: { stages, ...pipeline } }
}

withPostgres('a table of PostgreSQL', (server) => {
  beforeEach(async () => {
    await server.ask('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  })

  const load = (records: readonly Value[], table = 't', more = '') =>
    run(planOf(records, { to: [server.to(table, more)] }))
  const rows = (table = 't') => server.ask(`SELECT * FROM ${table}`)

  describe('that is new', () => {
    it('gets columns of the types that the first records have', async () => {
      const report = await load([
        { a: 'x', n: 1, f: 1, b: true, d: { e: 1 }, l: ['1'], mixed: 'y', big: 2 ** 40 },
        { a: null, f: 1.5, mixed: { z: 1 } },
      ])
      expect(report.written).toBe(2)
      expect(await server.columns('t')).toEqual([
        'a text',
        'n bigint',
        'f double precision',
        'b boolean',
        'd jsonb',
        'l jsonb',
        'mixed jsonb',
        'big bigint',
      ])
      expect(await rows()).toEqual([
        { a: 'x', n: '1', f: 1, b: true, d: { e: 1 }, l: ['1'], mixed: 'y', big: String(2 ** 40) },
        { a: null, n: null, f: 1.5, b: null, d: null, l: null, mixed: { z: 1 }, big: null },
      ])
    })

    it('gets a column when a later record has a new field', async () => {
      const many = Array.from({ length: 65_536 }, () => ({ a: 'x' }))
      await load([
        ...many,
        { a: 'y', b: 1 },
        { a: 'z' },
        { c: ['1'] },
        { a: 'w', b: 2, c: { d: 1 } },
      ])
      expect(await server.columns('t')).toEqual(['a text', 'b bigint', 'c jsonb'])
      expect(await server.ask('SELECT count(*) FROM t')).toEqual([{ count: '65540' }])
      expect(await server.ask(`SELECT * FROM t WHERE a IS DISTINCT FROM 'x'`)).toEqual([
        { a: 'y', b: '1', c: null },
        { a: 'z', b: null, c: null },
        { a: null, b: null, c: ['1'] },
        { a: 'w', b: '2', c: { d: 1 } },
      ])
    })

    it('has the types that a shape says', async () => {
      const found = { count: 1, records: 1, parents: 1 }
      const typed = (path: string, more: object) => ({ path, ...found, ...more })
      const shape = JSON.stringify({
        cosax: 'shape',
        version: 1,
        pattern: 'r',
        record: { count: 1, objects: 1 },
        fields: [
          typed('id', { type: 'integer', kinds: { integer: 1 }, min: 1, max: 7 }),
          typed('n', { type: 'integer', kinds: { integer: 1 }, min: 1, max: 2 ** 40 }),
          typed('on', { kinds: { date: 1 } }),
          typed('at', { kinds: { datetime: 1 } }),
          typed('p', { objects: 1 }),
          typed('p/q', { type: 'number' }),
        ],
      })
      const input = join(folder, 'r.xml')
      writeFileSync(
        input,
        '<x><r><id>7</id><n>8</n><on>2024-02-29</on><at>2024-02-29T12:00:00Z</at><p><q>1.5</q></p></r><r/></x>',
      )
      const plan = { inputs: [input], pipeline: { stages: [], to: [server.to('t')] } }
      await run(applyShape(plan, shape, 'shape'))
      expect(await server.columns('t')).toEqual([
        'id integer',
        'n bigint',
        '"on" date',
        'at timestamp with time zone',
        'p jsonb',
      ])
      expect(await server.ask('SELECT id, n, p, at::date::text FROM t WHERE id = 7')).toEqual([
        { id: 7, n: '8', p: { q: 1.5 }, at: '2024-02-29' },
      ])
    })

    it('is not made where there is no record to know its columns by', async () => {
      await load([])
      expect(await server.columns('t')).toEqual([])
    })

    it('is made without a record where columns are known', async () => {
      await run(planOf([], { to: [server.to('t')], writing: { columns: ['a', 'b/c'] } }))
      expect(await server.columns('t')).toEqual(['a text', '"b/c" text'])
    })

    it.each([
      ['CamelCase', '"CamelCase"'],
      ['select', '"select"'],
      ['"a.b"', '"a.b"'],
      ['"say ""x"""', '"say ""x"""'],
      ['app.bus', 'app.bus'],
      ['app."Bus.1"', 'app."Bus.1"'],
    ])('may be called %s', async (table, name) => {
      await server.ask('CREATE SCHEMA IF NOT EXISTS app; DROP TABLE IF EXISTS app.bus, app."Bus.1"')
      await load([{ a: 'x', '@Id': '1', 'say "y"': '2', order: '3', constructor: '4' }], table)
      expect(await rows(name)).toEqual([
        { a: 'x', '@Id': '1', 'say "y"': '2', order: '3', constructor: '4' },
      ])
    })

    it('takes every text', async () => {
      const texts = [
        '\\',
        '\\.',
        '\\N',
        '\t\n\r\\t',
        '"',
        "'",
        '',
        ' ',
        '\u2028😀',
        'x'.repeat(3e6),
      ]
      await load(texts.map((a) => ({ a, j: [a] })))
      expect(await rows()).toEqual(texts.map((a) => ({ a, j: [a] })))
    })

    it('takes rows of one empty text', async () => {
      await load([{ a: '' }, { a: null }, { a: '\\.' }])
      expect(await rows()).toEqual([{ a: '' }, { a: null }, { a: '\\.' }])
    })
  })

  describe('that is there', () => {
    it('is added to, with its own types', async () => {
      await server.ask(
        `CREATE TABLE t (id integer PRIMARY KEY, at date, j jsonb, l text[], n numeric, more text DEFAULT 'd');
         INSERT INTO t (id) VALUES (1)`,
      )
      await load([
        { id: '2', at: '2024-02-29', j: 'x', l: 'one', n: '1.50' },
        { id: 3, j: null, l: ['a"b', '\\', '', 'NULL'], n: 2 },
      ])
      expect(await server.ask('SELECT id, at::text, j, l, n, more FROM t')).toEqual([
        { id: 1, at: null, j: null, l: null, n: null, more: 'd' },
        { id: 2, at: '2024-02-29', j: 'x', l: ['one'], n: '1.50', more: 'd' },
        { id: 3, at: null, j: null, l: ['a"b', '\\', '', 'NULL'], n: '2', more: 'd' },
      ])
    })

    it('must have the columns', async () => {
      await server.ask('CREATE TABLE t (id text, "a b" text)')
      await expect(load([{ id: '1', x: '2' }, { y: '3' }])).rejects.toThrow(
        `${server.to('t')}: the table t has no column "x", "y"; it has "id", "a b": --select or --rename`,
      )
      const late = Array.from({ length: 2000 }, () => ({ id: '1' }))
      await expect(load([...late, { id: '2', z: '3' }])).rejects.toThrow('has no column "z"')
      expect(await rows()).toEqual([])
    })

    it('is replaced whole, and others see the old rows until then', async () => {
      await load([{ a: '1' }, { a: '2' }])
      const sinks = new Sinks(new Gate(), () => {})
      const target = sinks.open(server.to('t', '&mode=replace'))
      await sinks.load()
      for (let n = 0; n < 1500; n++) target.send({ a: `new ${n}` })
      expect(await rows()).toEqual([{ a: '1' }, { a: '2' }])
      target.close()
      await sinks.finish()
      expect(await server.ask('SELECT count(*) FROM t')).toEqual([{ count: '1500' }])
      await load([{ a: '3' }], 't', '&mode=replace')
      expect(await rows()).toEqual([{ a: '3' }])
      await expect(load([{ b: '3' }], 't', '&mode=replace')).rejects.toThrow('no column "b"')
      expect(await rows()).toEqual([{ a: '3' }])
    })

    it('is emptied by a replacement without records', async () => {
      await load([{ a: '1' }])
      await load([], 't', '&mode=replace')
      expect(await rows()).toEqual([])
    })
  })

  describe('with mode=upsert', () => {
    it('has the last record of each key', async () => {
      const upsert = (records: Value[]) => load(records, 't', '&mode=upsert&key=id,k')
      await upsert([
        { id: 1, k: 'a', v: 'old' },
        { id: 1, k: 'a', v: 'new' },
        { id: 1, k: 'b', v: 'x' },
      ])
      await upsert([
        { id: 2, k: 'a' },
        { id: 1, k: 'b', v: 'y' },
        { id: 2, k: 'a', v: 'z' },
      ])
      expect(await server.ask('SELECT * FROM t ORDER BY id, k')).toEqual([
        { id: '1', k: 'a', v: 'new' },
        { id: '1', k: 'b', v: 'y' },
        { id: '2', k: 'a', v: 'z' },
      ])
    })

    it('leaves columns alone that no record has', async () => {
      await server.ask(
        `CREATE TABLE t (id int UNIQUE, a text, b text); INSERT INTO t VALUES (1, 'a', 'b')`,
      )
      await load([{ id: '1', a: 'c' }], 't', '&mode=upsert&key=id')
      expect(await rows()).toEqual([{ id: 1, a: 'c', b: 'b' }])
    })

    it('takes fields that come later', async () => {
      const many = Array.from({ length: 65_536 }, (_, id) => ({ id, a: 'x' }))
      await load([...many, { id: 3, b: '1' }, { id: 3, a: 'y' }], 't', '&mode=upsert&key=id')
      expect(await server.ask('SELECT * FROM t WHERE id BETWEEN 2 AND 3 ORDER BY id')).toEqual([
        { id: '2', a: 'x', b: null },
        { id: '3', a: 'y', b: null },
      ])
    })

    it('needs a unique index on the key, and records that have it', async () => {
      await server.ask('CREATE TABLE t (id text, a text); CREATE UNIQUE INDEX ON t (id, a)')
      await expect(load([{ id: '1' }], 't', '&mode=upsert&key=id')).rejects.toThrow(
        'mode=upsert needs a unique index of the table t on its key: CREATE UNIQUE INDEX ON "t" ("id")',
      )
      await server.ask('CREATE UNIQUE INDEX ON t (id)')
      await expect(load([{ a: '1' }], 't', '&mode=upsert&key=id')).rejects.toThrow(
        'the records have no field "id", a key of t',
      )
      await expect(load([{ id: '1' }, { a: 'x' }], 't', '&mode=upsert&key=id')).rejects.toThrow(
        /: record 2, column "id": null value/,
      )
      expect(await rows()).toEqual([])
    })
  })

  describe('says of a value that does not fit', () => {
    it('in which record and column it is, and leaves the table as it was', async () => {
      await server.ask('CREATE TABLE t (id integer UNIQUE, "a, b" date)')
      const good = Array.from({ length: 1500 }, (_, id) => ({ id: `${id}` }))
      const message = (records: Value[]) => load(records).then(String, (error) => error.message)
      const place = server.to('t')
      expect(await message([...good, { id: 'x' }])).toBe(
        `${place}: record 1501, column "id": invalid input syntax for type integer: "x"`,
      )
      expect(await message([...good, { 'a, b': '2023-02-29' }])).toBe(
        `${place}: record 1501, column "a, b": date/time field value out of range: "2023-02-29"`,
      )
      expect(await message([...good, { id: '7' }])).toBe(
        `${place}: record 1501: duplicate key value violates unique constraint "t_id_key": Key (id)=(7) already exists`,
      )
      expect(await message([{ id: '99999999999' }])).toContain(
        'record 1, column "id": value "99999999999" is out of range',
      )
      expect(await rows()).toEqual([])
    })

    it('that no column can hold it', async () => {
      await expect(load([{ a: 'x' }, { a: 'b\0c' }])).rejects.toThrow(
        'record 2, column "a": text with a null character, which PostgreSQL does not take: "b\\u0000c"',
      )
      await expect(load([{ a: '\ud800x' }])).rejects.toThrow(
        'record 1, column "a": text with half a character',
      )
      await expect(load([{ a: ['\0'] }])).rejects.toThrow(
        'record 1, column "a": unsupported Unicode escape sequence',
      )
      await expect(load([{ ['ä'.repeat(32)]: '1' }])).rejects.toThrow(
        `the column "${'ä'.repeat(32)}" has 64 bytes, and PostgreSQL takes 63: --rename it`,
      )
      await expect(load([{ '': '1' }])).rejects.toThrow('the column "" is no name')
      expect(await server.columns('t')).toEqual([])
    })

    it('that the encoding of the database has no such character', async () => {
      await server.ask(
        `CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'`,
      )
      const to = server.to('t').replace('/postgres?', '/latin?')
      const plan = (a: string) => planOf([{ a: 'é' }, { a }], { to: [to] })
      await expect(run(plan('€'))).rejects.toThrow(
        /: record 2: character with byte sequence .* no equivalent/,
      )
      await run(plan('ü'))
      const latin = server.client({ database: 'latin' })
      await latin.connect()
      expect((await latin.query('SELECT * FROM t')).rows).toEqual([{ a: 'é' }, { a: 'ü' }])
      await latin.end()
      await server.ask('DROP DATABASE latin')
    })
  })
})
