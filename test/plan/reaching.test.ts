import { describe, expect, test } from 'vitest'
import { requested } from '../../src/cli/parse.ts'
import { readPlain } from '../../src/cli/plain.ts'
import type { Words } from '../../src/cli/words.ts'
import { isReaching } from '../../src/plan/reaching.ts'

describe('the field a/b is written', () => {
  test.each<[string, boolean]>([
    ['', true],
    ['--head 1 --sort a', true],
    ['--select a', true],
    ['--select n=a/b', true],
    ['--select n=a/b/c', true],
    ['--select b', false],
    ['--select c,a/c', false],
    ['--select n=a --select n/b', true],
    ['--select n=a --select a', false],
    ['--drop a', false],
    ['--drop a/b', false],
    ['--drop a/b/c', true],
    ['--rename n=a --drop a', true],
    ['--rename n=a --drop n', false],
    ['--explode a/b', false],
    ['--explode a', true],
    ['--count', false],
    ['--count-by a', false],
    ['--group a', false],
    ['--tee all.jsonl --count', true],
    ['--to a.csv --columns b', false],
    ['--to a.csv --columns b,a', true],
    ['--map-js a=>a', true],
    ['--branch --count --branch --drop a', false],
    ['--branch --count --branch --select a', true],
    ['--branch --count --to all.csv --branch --head 1', true],
  ])('%s: %s', (text, isWritten) => {
    const words = readPlain(text.split(' ').filter((word) => word !== '')) as Words
    expect(isReaching(requested('run', words).plan.pipeline, ['a', 'b'])).toBe(isWritten)
  })
})
