// Reads the records in documents, through a mapping if there is one.

import { coroutine, type Receiver } from '../../src/core/coroutine.ts'
import { kernelEngine } from '../../src/engine/kernel/kernel.ts'
import { parsePattern } from '../../src/engine/pattern.ts'
import { collect } from '../../src/mapping/collect.ts'
import { Mapper } from '../../src/mapping/mapper.ts'
import type { Mapping } from '../../src/mapping/mapping.ts'
import type { Value } from '../../src/record/record.ts'

/** @throws Error when there is something to say of them. */
export function recordsOf(documents: string[], pattern: string, mapping?: Mapping): Value[] {
  const records: Value[] = []
  const take = coroutine(function* (): Receiver<Value> {
    while (true) records.push(yield)
  })
  const mapper = mapping && new Mapper(mapping)
  const report = { records: 0, seen: new Map<string, number>() }
  for (const document of documents) {
    const builder = mapper ? { builder: mapper.builder() } : {}
    const target = collect({ pattern: parsePattern(pattern), report, ...builder }, take())
    const engine = kernelEngine(target)
    engine.write(Buffer.from(document))
    engine.end()
  }
  const warning = mapper?.warning()
  if (warning !== undefined) throw new Error(warning)
  return records
}
