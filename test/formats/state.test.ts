import { describe, expect, test } from 'vitest'
import type { Encoder, FormatOptions, OpenEncoder } from '../../src/formats/format.ts'
import { FORMATS } from '../../src/formats/formats.ts'
import type { Value } from '../../src/record/record.ts'

/** More than CSV looks at to find its columns. */
const RECORDS: Value[] = Array.from({ length: 1010 }, (_, n) => ({
  id: `${n}`,
  name: n % 3 === 0 ? null : `é "${n}"`,
  ...(n % 2 === 0 && { deep: { a: '1' } }),
}))
const CUTS = [0, 1, 2, 500, 999, 1000, 1001, 1010]

const OPTIONS: [string, FormatOptions][] = [
  ['columns as found', {}],
  ['columns that are chosen', { columns: ['name', 'id', 'deep/a'], bom: true }],
  ['columns of stages', { fields: ['id', 'name', 'deep'] }],
  ['no header', { header: false }],
  ['a file that is added to', { isContinued: true, head: 'more,deep/a,name,id\n' }],
]

const encodersOf = FORMATS.filter(({ isResumable, makesFile }) => isResumable && !makesFile)

function written(encoder: Encoder, records: readonly Value[]): string {
  return records.map((record) => String(encoder.encode(record))).join('')
}

describe.each(encodersOf.map((format) => [format.name, format] as const))('%s', (name, format) => {
  test.each(OPTIONS)('is the same where another encoder goes on: %s', async (_, given) => {
    const { open } = (await format.load()) as OpenEncoder
    const { head, ...rest } = given
    const options = {
      ...rest,
      ...(head && { head: name === 'tsv' ? head.replaceAll(',', '\t') : head }),
    }
    const encoder = open(options)
    const whole = written(encoder, RECORDS) + String(encoder.end())
    for (const cut of CUTS) {
      const first = open(options)
      const before = written(first, RECORDS.slice(0, cut))
      const state: unknown = JSON.parse(JSON.stringify(first.state?.() ?? null))
      const second = open({ ...options, ...(state !== null && { state }) })
      const after = written(second, RECORDS.slice(cut)) + String(second.end())
      expect(before + after === whole, `cut at ${cut}`).toBe(true)
    }
  })
})
