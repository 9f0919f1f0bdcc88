// Checks that all ways in which the kernel reads a document agree.

import { expect, it } from 'vitest'
import { inPieces } from '../engine/every-cut.ts'
import { IS_CHECKED } from './judged.ts'
import { bytesOf, optionsOf, SCORED } from './suite.ts'
import { asCheck, asEvents, asLines, COUNT, LINES, TEST } from './ways.ts'

const WAYS_TO_CUT = IS_CHECKED ? [1_000_000, 7] : [1_000_000, 1, 16]

it.each(['/*', '/*/*', 'doc|root'])(
  'all ways refuse the same and write the same: %s',
  (record) => {
    const differences = SCORED.flatMap((test) => {
      const bytes = bytesOf(test.path)
      const options = optionsOf(test)
      const expected = asEvents([bytes], record, options)
      return WAYS_TO_CUT.filter((size) => size > 1 || bytes.length < 20_000).flatMap((size) => {
        const pieces = inPieces(bytes, size)
        const lines = asLines(pieces, record, options, LINES)
        const found = {
          check: asCheck(pieces, options).fault,
          lines: lines.fault,
          count: asLines(pieces, record, options, COUNT).fault,
          test: asLines(pieces, record, options, TEST).fault,
        }
        const wrong = Object.entries(found).filter(([, said]) => said !== expected.fault)
        if (lines.lines.join('') !== expected.lines.join('')) {
          wrong.push(['written', lines.lines.join('')])
        }
        return wrong.map(
          ([way, said]) => `${test.path} by ${size}: ${way}: ${said}, not ${expected.fault}`,
        )
      })
    })
    expect(differences).toEqual([])
  },
  120_000,
)
