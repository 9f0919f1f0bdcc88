import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Progress, Watch } from '../../src/plan/progress.ts'
import { run } from '../../src/plan/run.ts'

const folder = mkdtempSync(join(tmpdir(), 'cosax-progress-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, bytes: number): string {
  const path = join(folder, name)
  writeFileSync(path, ' '.repeat(bytes))
  return path
}

describe('a watch', () => {
  test('sums up the sizes of what is read and what is to come', () => {
    const watch = new Watch([file('a', 10), file('b', 20), file('c', 30)])
    const first = watch.next()
    first.onSize(10)
    first.onRead(4)
    expect(watch.look()).toEqual({ bytes: 0, read: 4, size: 60, input: 1, inputs: 3 })
    first.onRead(8) // it has grown
    const second = watch.next()
    second.onSize(20)
    second.onRead(1)
    expect(watch.look()).toMatchObject({ read: 13, size: 62, input: 2 })
  })

  test('knows no sum where a part of it is not known', () => {
    const watch = new Watch(['-', file('d', 5)])
    watch.next().onRead(3)
    expect(watch.look()).not.toHaveProperty('size')
    watch.next().onSize(5)
    expect(watch.look()).toMatchObject({ read: 3, size: 8 })
  })

  test('knows no sum while what is to come has no size', () => {
    const watch = new Watch([file('e', 5), 'https://example.org/feed.xml'])
    watch.next().onSize(5)
    expect(watch.look()).not.toHaveProperty('size')
  })
})

describe('a run', () => {
  async function watched(inputs: string[], engine: 'kernel' | 'sax' = 'kernel') {
    let look: (() => Progress) | undefined
    const to = join(folder, 'out.jsonl')
    const stages = [{ stage: 'filter', argument: { field: ['route'], operator: '=', value: '22' } }]
    await run(
      { inputs, engine, record: 'bus', pipeline: { stages, to: [to] } },
      { onStart: (given) => (look = given) },
    )
    return look?.()
  }

  test.each(['kernel', 'sax'] as const)('has what came of it, with %s', async (engine) => {
    const { size, read, ...rest } = (await watched(['fixtures/buses.xml'], engine)) ?? {}
    expect(read).toBe(size)
    expect(rest).toMatchObject({ bytes: read, counts: { records: 863, written: 24 } })
  })

  test('has the bytes that are compressed and those that are not', async () => {
    const progress = await watched(['fixtures/books.xml.gz'])
    expect(progress?.read).toBe(progress?.size)
    expect(progress?.bytes).toBeGreaterThan(progress?.read ?? 0)
  })

  test('has the size of what is in an archive', async () => {
    const progress = await watched(['fixtures/books.zip'])
    expect(progress).toMatchObject({ read: progress?.bytes, size: progress?.bytes })
  })
})
