// How a run gets to a server, what keeps it from that, and what is left in a table where it ends too soon.

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { OutputError } from '../../src/core/errors.ts'
import { Gate } from '../../src/core/gate.ts'
import type { Pipeline } from '../../src/plan/plan.ts'
import type { RunOptions } from '../../src/plan/report.ts'
import { run } from '../../src/plan/run.ts'
import { Sinks } from '../../src/sinks/open.ts'
import { eventually } from '../eventually.ts'
import { withPostgres } from '../postgres-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'cosax-rows-'))
const input = join(folder, 'records.jsonl')
writeFileSync(input, '{"a":"1"}\n{"a":"2"}\n')
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => vi.unstubAllEnvs())

const into = (pipeline: Omit<Pipeline, 'stages'>, options: RunOptions = {}) =>
  run({ inputs: [input], records: true, pipeline: { stages: [], ...pipeline } }, options)
const fault = (to: string) => into({ to: [to] }).then(String, (error) => error)

withPostgres('a server of PostgreSQL', (server) => {
  beforeEach(async () => {
    await server.ask(
      'DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT ALL ON SCHEMA public TO public',
    )
    await server.ask(`DROP ROLE IF EXISTS eve; CREATE ROLE eve LOGIN PASSWORD 'se:cr\\et'`)
  })
  const count = async (table = 't') =>
    Number((await server.ask(`SELECT count(*) FROM ${table}`))[0]?.count)
  const as = (userinfo: string, more = '') =>
    `postgres://${userinfo}@127.0.0.1:${server.port}/postgres?table=t${more}`

  describe('takes a password', () => {
    it('from the address', async () => {
      await into({ to: [as('eve:se%3Acr%5Cet')] })
      await into({ to: [as('eve', '&password=se:cr%5cet')] })
      expect(await count()).toBe(4)
    })

    it('from the environment', async () => {
      vi.stubEnv('PGPASSWORD', 'se:cr\\et')
      await into({ to: [as('eve')] })
      expect(await count()).toBe(2)
    })

    it('from a file that nobody else may read', async () => {
      const file = join(folder, 'pgpass')
      writeFileSync(file, `# of tests\n*:1:*:*:no\n127.0.0.1:${server.port}:*:eve:se\\:cr\\\\et\n`)
      vi.stubEnv('PGPASSFILE', file)
      chmodSync(file, 0o644)
      expect(await fault(as('eve'))).toEqual(
        new OutputError(
          `${as('eve')}: the server asks for a password: PGPASSWORD or ~/.pgpass gives one`,
        ),
      )
      chmodSync(file, 0o600)
      await into({ to: [as('eve')] })
      expect(await count()).toBe(2)
    })

    it('and says nothing of a wrong one', async () => {
      const error = await fault(as('eve:no%2Fsecret', '&sslmode=disable'))
      expect(error).toEqual(
        new OutputError(
          `${as('eve', '&sslmode=disable')}: password authentication failed for user "eve"`,
        ),
      )
      expect(`${error.stack}`).not.toContain('secret')
    })
  })

  it('is found by the environment, and by a socket', async () => {
    vi.stubEnv('PGHOST', server.folder)
    vi.stubEnv('PGPORT', String(server.port))
    vi.stubEnv('PGUSER', 'postgres')
    vi.stubEnv('PGDATABASE', 'postgres')
    await into({ to: ['postgres://?table=t'] })
    vi.stubEnv('PGHOST', 'nowhere.invalid')
    await into({ to: [`postgresql:///postgres?host=${encodeURIComponent(server.folder)}&table=t`] })
    await into({ to: [`postgres://${encodeURIComponent(server.folder)}/postgres?table=t`] })
    expect(await count()).toBe(6)
  })

  it.each([
    ['127.0.0.1:1', '', /: 127\.0\.0\.1:1: connection refused$/],
    ['%2Fnowhere', '', /: \/nowhere\/\.s\.PGSQL\.5432: no server listens there$/],
    ['', '&sslmode=require', /: the server has no TLS: sslmode=disable goes without$/],
    ['', '&user=nobody&password=x', /: password authentication failed for user "nobody"$/],
    ['', '&dbname=other', /: database "other" does not exist$/],
  ])('cannot be reached at %s%s', async (place, more, message) => {
    const at = place === '' ? `127.0.0.1:${server.port}` : place
    const error = await fault(`postgres://postgres@${at}/postgres?table=t${more}`)
    expect(error).toBeInstanceOf(OutputError)
    expect(error.message).toMatch(message)
  })

  it('may permit nothing', async () => {
    await server.ask(
      'REVOKE ALL ON SCHEMA public FROM public; CREATE SCHEMA open; GRANT ALL ON SCHEMA open TO public',
    )
    await server.ask('CREATE TABLE IF NOT EXISTS open.t (a text)')
    const secret = 'eve:se%3Acr%5Cet'
    expect((await fault(as(secret))).message).toContain('no schema has been selected to create in')
    const table = as(secret).replace('table=t', 'table=open.t')
    expect((await fault(table)).message).toContain('permission denied for table t')
    expect((await fault(`${table}&mode=replace`)).message).toContain(
      'permission denied for table t',
    )
    expect((await fault(as(secret).replace('table=t', 'table=no.t'))).message).toContain(
      'schema "no" does not exist',
    )
    await server.ask('DROP SCHEMA open CASCADE')
  })

  describe('that goes away in mid-COPY', () => {
    it.each(['SIGQUIT', 'backend'] as const)('by %s leaves the table as it was', async (how) => {
      await into({ to: [server.to('t')] })
      const failures: unknown[] = []
      const gate = new Gate((error) => failures.push(error))
      const sinks = new Sinks(gate, () => {})
      const target = sinks.open(server.to('t'))
      await sinks.load()
      const send = () => {
        for (let n = 0; n < 20_000; n++) target.send({ a: 'x'.repeat(20) })
      }
      send()
      await eventually(async () => {
        const rows = await server.ask(
          `SELECT pid FROM pg_stat_activity WHERE query LIKE 'COPY%' AND state = 'active'`,
        )
        expect(rows).toHaveLength(1)
        if (how === 'backend') await server.ask(`SELECT pg_terminate_backend(${rows[0]?.pid})`)
      })
      if (how === 'SIGQUIT') await server.crash(how)
      await eventually(() => expect(gate.isShut).toBe(true))
      await expect(gate.whenOpen()).rejects.toThrow(OutputError)
      expect(send).toThrow(/terminating connection|the connection broke before all was committed/)
      await sinks.abandon()
      if (how === 'SIGQUIT') await server.start()
      expect(await count()).toBe(2)
    })
  })

  it('takes everything back when the run is interrupted', async () => {
    const stop = new AbortController()
    const many = join(folder, 'many.jsonl')
    writeFileSync(many, '{"a":"1"}\n'.repeat(100_000))
    const pipeline = { stages: [], to: [server.to('t')] }
    const running = run({ inputs: [many], records: true, pipeline }, { signal: stop.signal })
    await eventually(async () => {
      expect(
        await server.ask(`SELECT 1 FROM pg_stat_activity WHERE query LIKE 'COPY%'`),
      ).toHaveLength(1)
    })
    stop.abort()
    await expect(running).rejects.toThrow()
    await eventually(async () => {
      expect(
        await server.ask(`SELECT 1 FROM pg_stat_activity WHERE application_name = 'cosax'`),
      ).toEqual([])
    })
    expect(await server.columns('t')).toEqual([])
  })

  describe('with several tables', () => {
    it('has the rows of branches and of --tee', async () => {
      const tee = { stage: 'tee', argument: server.to('all') }
      const head = { stage: 'head', argument: 1 }
      const branches = [
        { stages: [head], to: [server.to('first')] },
        { stages: [{ stage: 'count', argument: null }], to: [server.to('number')] },
      ]
      await run({ inputs: [input], records: true, pipeline: { stages: [tee], branches } })
      expect(await server.ask('SELECT * FROM "all"')).toEqual([{ a: '1' }, { a: '2' }])
      expect(await server.ask('SELECT * FROM first')).toEqual([{ a: '1' }])
      expect(await server.ask('SELECT * FROM number')).toEqual([{ count: '2' }])
    })

    it('writes none where one fails', async () => {
      await server.ask('CREATE TABLE u (a int CHECK (a < 2) NOT NULL)')
      const error = await into({ to: [server.to('t'), server.to('u')] }).then(
        String,
        (error) => error,
      )
      expect(error.message).toContain(
        'record 2: new row for relation "u" violates check constraint',
      )
      await eventually(async () => expect(await server.columns('t')).toEqual([]))
    })

    it('writes none where a file cannot be written', async () => {
      const to = [server.to('t'), '/dev/full']
      await expect(into({ to })).rejects.toThrow('/dev/full: no space left on device')
      await eventually(async () => expect(await server.columns('t')).toEqual([]))
    })

    it('is written in one way, by one name', async () => {
      await into({ to: [server.to('t'), server.to('t')] })
      expect(await count()).toBe(2)
      const to = [server.to('t'), server.to('t', '&mode=replace')]
      await expect(into({ to })).rejects.toThrow('this run writes the table twice')
      expect(await count()).toBe(2)
    })
  })
})
