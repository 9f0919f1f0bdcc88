// Provides random ways to store a document: as it is, or compressed in members that begin at any byte of it.

import { gzipSync } from 'node:zlib'
import fc from 'fast-check'

export type Store = (document: Buffer) => Buffer

export const PLAIN: fc.Arbitrary<Store> = fc.constant((document) => document)

/** Compressed by gzip, in a few members or in many, of which some hold nothing. */
export const IN_MEMBERS: fc.Arbitrary<Store> = fc
  .record({
    cuts: fc.oneof(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 20, maxLength: 60 }),
      fc.integer({ min: 2, max: 50 }).map((n) => Array.from({ length: n }, (_, i) => i / n)),
    ),
    level: fc.constantFrom(0, 1, 9),
    padding: fc.constantFrom(0, 0, 3),
  })
  .map(({ cuts, level, padding }) => (document) => {
    const places = cuts.map((cut) => Math.floor(cut * document.length)).sort((a, b) => a - b)
    const members = [0, ...places].map((from, i) =>
      gzipSync(document.subarray(from, places[i] ?? document.length), { level }),
    )
    return Buffer.concat([...members, Buffer.alloc(padding)])
  })
