import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Checkpoint } from '../../src/checkpoint/checkpoint.ts'
import { CheckpointFile } from '../../src/checkpoint/checkpoint-file.ts'
import { startOf } from '../../src/checkpoint/owner.ts'
import { run } from '../../src/checkpoint/run.ts'
import type { Plan } from '../../src/plan/plan.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-job-'))
  writeFileSync(place('in.xml'), documentOf(200))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

const place = (name: string) => join(folder, name)
const job = () => place('job')

function documentOf(records: number): string {
  const lines = Array.from({ length: records }, (_, n) => `<b id="${n}"><c>${n % 7}</c></b>`)
  return `<a>\n${lines.join('\n')}\n</a>`
}

function plan(rest: Partial<Plan> = {}): Plan {
  const to = ['a.jsonl', 'b.csv'].map(place)
  return { inputs: [place('in.xml')], record: 'b', pipeline: { stages: [], to }, ...rest }
}

const PACING = { bytes: 500, chunk: 128 }
const goOn = (asked: Plan = plan(), onWarning = (_: string) => {}) =>
  run(asked, { checkpoint: job(), pacing: PACING, onWarning })

/** Has a run end, as if killed, when it has written so many checkpoints. */
async function interrupt(after: number, asked: Plan = plan()): Promise<void> {
  const { write } = CheckpointFile.prototype
  const kept = place('kept')
  let count = 0
  vi.spyOn(CheckpointFile.prototype, 'write').mockImplementation(function (
    this: CheckpointFile,
    checkpoint,
  ) {
    write.call(this, checkpoint)
    if (++count !== after) return
    mkdirSync(kept)
    for (const name of readdirSync(folder)) {
      if (name !== 'kept') copyFileSync(place(name), join(kept, name))
    }
  })
  await goOn(asked)
  vi.restoreAllMocks()
  for (const name of readdirSync(folder)) if (/jsonl|csv/.test(name)) rmSync(place(name))
  for (const name of readdirSync(kept)) {
    if (name !== 'in.xml') renameSync(join(kept, name), place(name))
  }
  rmSync(kept, { recursive: true })
}

async function undisturbed(asked: Plan = plan()): Promise<string[]> {
  await run(asked, { jobs: 1 })
  return outputs()
}

const outputs = () => ['a.jsonl', 'b.csv'].map((name) => readFileSync(place(name), 'utf8'))

/** What stands in the checkpoint, for a test to change. */
function change(how: (checkpoint: Checkpoint) => void): void {
  const file = new CheckpointFile(job())
  const checkpoint = file.read() as Checkpoint
  how(checkpoint)
  file.write(checkpoint)
}

test('a job that was interrupted goes on, says where, and leaves nothing else', async () => {
  const expected = await undisturbed()
  await interrupt(4)
  const warnings: string[] = []
  const report = await goOn(plan(), (message) => warnings.push(message))
  expect(outputs()).toEqual(expected)
  expect(warnings).toEqual([
    expect.stringMatching(/job: going on after record \d+, at line \d+ of /),
  ])
  expect(report).toMatchObject({ records: 200, written: 400, bytes: documentOf(200).length })
  expect(readdirSync(folder).sort()).toEqual(['a.jsonl', 'b.csv', 'in.xml'])
})

describe('a checkpoint is refused', () => {
  test.each<[string, (checkpoint: Checkpoint) => void, RegExp]>([
    [
      'of another folder',
      ({ job }) => {
        job.folder = '/elsewhere'
      },
      /is of a run in \/elsewhere/,
    ],
    [
      'of another version',
      ({ job }) => {
        job.version = '0.0.1'
      },
      /is of cosax 0\.0\.1, this is /,
    ],
    [
      'of another command',
      ({ job }) => {
        job.plan.record = 'c'
      },
      /is of another command, with other record: /,
    ],
  ])('%s', async (_, how, message) => {
    await interrupt(3)
    change(how)
    await expect(goOn()).rejects.toThrow(message)
    expect(existsSync(job())).toBe(true)
  })

  test('where an input has other content, also if it is as old and as long', async () => {
    await interrupt(3)
    const { done: _, ...known } = new CheckpointFile(job()).read() as Checkpoint
    const modified = (known.job.files[0]?.[1]?.modified ?? 0) / 1000
    writeFileSync(place('in.xml'), documentOf(200).replace('id="3"', 'id="4"'))
    utimesSync(place('in.xml'), modified, modified)
    await expect(goOn()).rejects.toThrow(/in\.xml has changed since it was read: remove /)
  })

  test('where another process is at work on it', async () => {
    await interrupt(3)
    const other = spawn('sleep', ['60'])
    const started = startOf(other.pid as number)
    const file = new CheckpointFile(job())
    file.write({
      ...(file.read() as Checkpoint),
      owner: { pid: other.pid as number, ...(started !== undefined && { started }) },
    })
    if (started !== undefined) {
      await expect(goOn()).rejects.toThrow(`process ${other.pid} is at work on it`)
    }
    other.kill()
    await once(other, 'exit')
    await goOn()
  })

  test('where a file is shorter than it says, or gone', async () => {
    await interrupt(5)
    const isLong = (name: string) => name.endsWith('.partial') && statSync(place(name)).size > 0
    const [partial = ''] = readdirSync(folder).filter(isLong)
    writeFileSync(place(partial), '')
    await expect(goOn()).rejects.toThrow(
      /expected at least \d+ bytes, as the checkpoint says, found 0: remove /,
    )
    rmSync(place(partial))
    await expect(goOn()).rejects.toThrow(/partial is gone: remove the checkpoint to begin anew/)
  })
})

test('a kill between the renames of two files, or before the checkpoint is removed, costs nothing', async () => {
  const expected = await undisturbed()
  const { remove } = CheckpointFile.prototype
  vi.spyOn(CheckpointFile.prototype, 'remove').mockImplementation(() => {})
  const report = await goOn()
  vi.spyOn(CheckpointFile.prototype, 'remove').mockImplementation(remove)
  const { done } = new CheckpointFile(job()).read() as Checkpoint
  if (done.phase !== 'written') throw new Error('it is not written')
  for (const renamed of [done.files, done.files.slice(1), []]) {
    for (const [from, to] of renamed) renameSync(to, from)
    const copy = readFileSync(job())
    const { seen: _, parts: __, ...found } = await goOn()
    expect(outputs()).toEqual(expected)
    expect(report).toMatchObject(found)
    expect(existsSync(job())).toBe(false)
    writeFileSync(job(), copy)
  }
})

test('a job that adds to files adds the same, and what was written after the checkpoint is cut off', async () => {
  const to = [place('a.jsonl'), place('b.csv')]
  const appending = plan({ pipeline: { stages: [], to, writing: { append: true } } })
  const begin = () => {
    writeFileSync(place('a.jsonl'), '{"old":1}\n{"cut')
    writeFileSync(place('b.csv'), 'c,@id\n7,7\n')
  }
  begin()
  const expected = await undisturbed(appending)
  for (const after of [1, 4]) {
    begin()
    await interrupt(after, appending)
    for (const file of to) appendFileSync(file, '{"later')
    await goOn(appending)
    expect(outputs()).toEqual(expected)
  }
})

describe('after a fault the same is found', () => {
  const long = '<g/>'.repeat(400) // there are checkpoints in it
  test.each([
    ['by the names of the records before', '/a/*', `<r/>${long}<g><r/><r/>&unknown;<r/></g><r/>`],
    ['by the depth of the record before', '/a/r', `<r/>${long}<x><y></z><r/>`],
  ])('%s', async (_, record, content) => {
    writeFileSync(place('in.xml'), `<a>${content}</a>`)
    const skipping = plan({ record, onError: 'skip' })
    const expected = await undisturbed(skipping)
    expect((await goOn(skipping)).bad).toBeGreaterThan(0)
    expect(outputs()).toEqual(expected)
  })

  test('where all records are at fault, the same elements were met', async () => {
    const bad = '<x/><x/><x/><g>&unknown;<z/></g>'.repeat(200)
    writeFileSync(place('in.xml'), `<a>${'<y/>'.repeat(200)}${bad}</a>`)
    const skipping = plan({ record: 'g', onError: 'skip' })
    const { seen } = await run(skipping)
    expect((await goOn(skipping)).seen).toEqual(seen)
    expect([...seen]).toContainEqual(['x', 3])
  })
})

test('a run that fails before anything was read leaves nothing', async () => {
  await expect(goOn(plan({ inputs: [place('none.xml')] }))).rejects.toThrow(
    /none\.xml: no such file/,
  )
  expect(readdirSync(folder)).toEqual(['in.xml'])
  await expect(run(plan(), { checkpoint: place('no/job') })).rejects.toThrow(
    /no\/job: no such file/,
  )
  expect(readdirSync(folder)).toEqual(['in.xml'])
})
