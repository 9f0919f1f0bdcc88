// --sample: passes on some records, chosen by chance.

import { anything, fields } from '../core/checks.ts'
import { coroutine, MORE, type Receiver, type Target } from '../core/coroutine.ts'
import { UsageError } from '../core/errors.ts'
import { filter } from '../core/filter.ts'
import type { Value } from '../record/record.ts'
import { randomNumbers } from '../sketch/random-numbers.ts'
import { COUNT } from './arguments.ts'
import { sameTypes } from './column-types.ts'
import { passesAll } from './passed-fields.ts'
import { checkCount, type Stage, sameColumns } from './stage.ts'

/** Each record with a chance, or so many of all. */
export type Sampling = ({ rate: number } | { count: number }) & { seed?: number }

export const sample: Stage<Sampling> = {
  name: 'sample',
  argument: 'RATE|N',
  summary: 'pass on each record with a chance, as 1% or 0.01, or N of them',
  details:
    'A whole number is how many, each set of them being as likely; they are sent at the end, in the order in which ' +
    'they came. So 1 is one record, 100% are all.',
  example: '--sample 1% --seed 7',
  memory: 'O(1), or O(N)',
  parse: (text) => parseSampling(text.trim()),
  modifiers: [
    {
      name: 'seed',
      argument: 'N',
      summary: 'seed the random choice of --sample',
      details: 'The same N chooses the same from the same records. The generator is xoshiro128**.',
      example: '--sample 1000 --seed 42',
      add(sampling, text) {
        if (/^\d{1,15}$/.test(text.trim())) return { ...sampling, seed: Number(text) }
        throw new UsageError(`--seed: expected a whole number, found ${JSON.stringify(text)}`)
      },
    },
  ],
  check: fields({}, { rate: anything, count: COUNT, seed: anything }),
  describe(sampling) {
    check(sampling)
    const { seed } = sampling
    const what =
      'rate' in sampling ? `${Number((sampling.rate * 100).toPrecision(12))}%` : sampling.count
    return seed === undefined ? String(what) : `${what} with seed ${seed}`
  },
  columns: sameColumns,
  passes: passesAll,
  makesRecords: false,
  types: sameTypes,
  parts: () => 'in order', // the choice is by the number of a record among all
  start(sampling, target) {
    check(sampling)
    const random = randomNumbers(sampling.seed)
    if ('count' in sampling) return reservoir(sampling.count, random, target)
    return filter(() => random() < sampling.rate, target)
  },
}

function parseSampling(text: string): Sampling {
  if (/^\d{1,15}$/.test(text)) return { count: Number(text) }
  const [, digits, percent] = /^(\d+\.?\d*|\.\d+)(%?)$/.exec(text) ?? []
  const rate = Number(digits) / (percent ? 100 : 1)
  if (rate <= 1) return { rate }
  throw unexpected(text)
}

function check(sampling: Sampling): void {
  const { seed = 0 } = sampling
  const isSeed = Number.isSafeInteger(seed) && seed >= 0
  if ('count' in sampling) checkCount('sample', sampling.count)
  else if (!(sampling.rate >= 0 && sampling.rate <= 1)) throw unexpected(sampling.rate)
  if (!isSeed)
    throw new UsageError(`--seed: expected a whole number, found ${JSON.stringify(seed)}`)
}

function unexpected(found: unknown): UsageError {
  return new UsageError(
    `--sample: expected a rate, as in 1% or 0.01, or a number of records, found ${JSON.stringify(found)}`,
  )
}

const reservoir = coroutine(function* (
  count: number,
  random: () => number,
  target: Target<Value>,
): Receiver<Value> {
  const chosen: { record: Value; place: number }[] = []
  try {
    for (let place = 0; ; place++) {
      const record = yield
      const at = place < count ? place : Math.floor(random() * (place + 1))
      if (at < count) chosen[at] = { record, place }
    }
  } finally {
    for (const { record } of chosen.sort((a, b) => a.place - b.place)) {
      yield MORE
      if (!target.send(record)) break
    }
  }
})
