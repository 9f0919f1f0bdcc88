// Reads what the module of tables has summed up of the values of a place.

import * as layout from '../kernel/table/layout.ts'
import type { DistinctState } from '../sketch/distinct.ts'
import type { SumState } from '../sketch/sum.ts'

export interface Sketch {
  values: number
  sum: SumState
  /** Of the numbers, if there are any, else of the texts. */
  min: number | string | null
  max: number | string | null
  distinct: DistinctState
  /** Texts that are counted, in the order in which they came first. */
  counts: [text: string, times: number][]
  /** Whether others were forgotten. */
  isEstimate: boolean
}

/** At the end, when no more values come, it is enough to know which text was counted most often, first of several. */
export function sketchAt(
  bytes: Buffer,
  view: DataView,
  at: number,
  rest: bigint,
  isEnd: boolean,
): Sketch {
  const word = (offset: number) => view.getUint32(at + offset, true)
  const float = (offset: number) => view.getFloat64(at + offset, true)
  const whole = (offset: number) => Number(view.getBigUint64(at + offset, true))
  const text = (from: number, units: number) => bytes.toString('utf16le', from, from + 2 * units)
  const numbers = whole(layout.SKETCH_AT_NUMBERS)
  const timesOf = (counted: number) => whole(counted + layout.COUNTED_AT_TIMES)
  const countedText = (counted: number): [string, number] => {
    const place = word(counted + layout.COUNTED_AT_PLACE)
    const from = at + layout.SKETCH_AT_TEXTS + (place >>> layout.UNITS_BITS)
    return [text(from, place & ((1 << layout.UNITS_BITS) - 1)), timesOf(counted)]
  }
  const counted = Array.from(
    { length: word(layout.SKETCH_AT_COUNTS) },
    (_, n) => layout.SKETCH_AT_COUNTED + n * layout.COUNTED_SIZE,
  )
  const most = Math.max(...counted.map(timesOf))
  const first = counted.filter((each) => timesOf(each) === most).slice(0, 1)
  const sum: SumState = [
    numbers,
    word(layout.SKETCH_AT_DECIMALS),
    float(layout.SKETCH_AT_SUM),
    float(layout.SKETCH_AT_LOST),
  ]
  if (rest !== 0n) sum.push(rest)
  const extreme = (number: number, from: number, units: number) => {
    if (numbers > 0) return float(number)
    return word(layout.SKETCH_AT_FIRST_UNITS) === layout.NO_TEXT
      ? null
      : text(at + from, word(units))
  }
  return {
    values: whole(layout.SKETCH_AT_VALUES),
    sum,
    min: extreme(layout.SKETCH_AT_MIN, layout.SKETCH_AT_FIRST_TEXT, layout.SKETCH_AT_FIRST_UNITS),
    max: extreme(layout.SKETCH_AT_MAX, layout.SKETCH_AT_LAST_TEXT, layout.SKETCH_AT_LAST_UNITS),
    distinct: distinctAt(view, at),
    counts: (isEnd ? first : counted).map(countedText),
    isEstimate: word(layout.SKETCH_AT_FORGOT) !== 0,
  }
}

/** The registers, or the hashes as long as they are few. */
function distinctAt(view: DataView, at: number): DistinctState {
  const from = at + layout.SKETCH_AT_REGISTERS
  if (view.getUint32(at + layout.SKETCH_AT_DISTINCT, true) > layout.EXACT_DISTINCT) {
    return new Uint8Array(view.buffer, from, layout.REGISTERS).slice()
  }
  const hashes: number[] = []
  for (let slot = from; slot < from + layout.REGISTERS; slot += 8) {
    const hash = Number(view.getBigUint64(slot, true))
    if (hash > 0) hashes.push(hash - 1)
  }
  return Float64Array.from(hashes)
}
