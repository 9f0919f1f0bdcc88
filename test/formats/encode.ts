// Provides what the tests of formats share: records become one text.

import type { FormatOptions, OpenEncoder } from '../../src/formats/format.ts'
import type { Value } from '../../src/record/record.ts'

export function encode(
  { open }: OpenEncoder,
  records: readonly Value[],
  options: FormatOptions = {},
): string {
  const encoder = open(options)
  return [...records.map((record) => encoder.encode(record)), encoder.end()].join('')
}
