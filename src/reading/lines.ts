// Turns the bytes of JSON lines into records, for programs.

import { fields, fromOne, text } from '../core/checks.ts'
import type { Target } from '../core/coroutine.ts'
import { LIMITS, type Limits } from '../engine/limits.ts'
import { LineScanner } from '../engine/line-scanner.ts'
import { LineProgram } from '../engine/lines/line-program.ts'
import { LineRecords } from '../engine/lines/line-records.ts'
import { type Program, RECORDS } from '../expression/program.ts'
import type { Value } from '../record/record.ts'
import { reading } from './reader.ts'

export interface LineOptions {
  /** What to call the input in errors. */
  source?: string
  /** Other limits than the usual ones: how deep a value may be, and how many bytes a line may have. */
  limits?: Partial<Pick<Limits, 'depth' | 'record'>>
}

const OPTIONS = fields(
  {},
  { source: text, limits: fields({}, { depth: fromOne, record: fromOne }) },
)

/**
 * Receives the bytes of JSON lines, in chunks cut anywhere, and sends the value of each line: what `cosax --records` reads.
 * Blank lines are passed over. A number that would lose digits as one of JavaScript is sent as a text. `close()` is the
 * end of the input.
 *
 * @throws UsageError at once for options that cannot be understood. From `send` and `close`, after the values of the
 * lines before were sent: JsonError for a line that is no JSON, LimitError for one that is beyond a limit.
 *
 * @example
 * ```js
 * import { coroutine, linesToRecords } from 'cosax'
 *
 * const print = coroutine(function* () {
 *   while (true) console.log(yield)
 * })
 *
 * const lines = linesToRecords({}, print())
 * lines.send(Buffer.from('{"id":"1831","route":'))
 * lines.send(Buffer.from('"22"}\n{"id":12345678901234567890}\n'))
 * lines.close()
 * ```
 * ```text
 * { id: '1831', route: '22' }
 * { id: '12345678901234567890' }
 * ```
 */
export function linesToRecords<T = Value>(
  options: LineOptions,
  target: Target<T>,
): Target<Uint8Array> {
  OPTIONS(options, 'options')
  const { source = 'input' } = options
  const limits = { ...LIMITS, ...options.limits }
  const report = { records: 0 }
  return reading((exit: Target<T>) => {
    const scanner = new LineScanner(limits.depth, limits.record)
    const program = new LineProgram({ program: AS_THEY_ARE, exits: [exit], scanner })
    return new LineRecords({ source, scanner, program, limits, report })
  }, target)
}

/** Every line leaves as its value. */
const AS_THEY_ARE: Program = { steps: [{ after: RECORDS, do: 'records', exit: 0 }], exits: 1 }
