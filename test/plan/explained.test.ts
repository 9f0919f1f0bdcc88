import { describe, expect, test } from 'vitest'
import { ENGINE_NAMES } from '../../src/engine/engine.ts'
import { NULL_TARGET } from '../../src/engine/null-target.ts'
import { XmlError } from '../../src/engine/xml-error.ts'
import { explained } from '../../src/plan/explained.ts'
import { Seen } from '../../src/plan/seen.ts'
import { createEngine } from '../../src/reading/engines.ts'

const latin1 = (text: string) => Buffer.from(text, 'latin1')

describe.each(ENGINE_NAMES)('of what the engine %s cannot read', (name) => {
  function explain(bytes: Buffer): [fact: string, advice: string | undefined] {
    const seen = new Seen()
    const engine = createEngine(name, NULL_TARGET, { source: 'in' })
    try {
      for (let at = 0; at < bytes.length; at += 4000) {
        const piece = bytes.subarray(at, at + 4000)
        seen.add(piece)
        engine.write(piece)
      }
      engine.end()
    } catch (error) {
      if (!(error instanceof XmlError)) throw error
      const { fact, advice } = explained(error, seen)
      return [fact, advice]
    }
    throw new Error('could be read')
  }

  test.each([
    ['PK\x03\x04\x14', 'this is a zip archive, not XML'],
    ['%PDF-1.7\n', 'this is a PDF file, not XML'],
    ['SQLite format 3\0', 'this is an SQLite database, not XML'],
    ['PAR1\x15', 'this is a Parquet file, not XML'],
    ['\x1f\x8b\x08', 'this is gzip data inside compressed data, not XML'],
    [`a.xml${'\0'.repeat(252)}ustar`, 'this is a tar archive, not XML'],
    [' {"a": 1}', 'this is JSON, not XML'],
    ['[1, 2]', 'this is JSON, not XML'],
    ['a\0b\0\0', 'this is a binary file, not XML'],
  ])('%j is said what it is', (text, fact) => {
    expect(explain(latin1(text))[0]).toBe(fact)
  })

  test.each<[string, string, RegExp]>([
    ['HTML', '<!doctype html><p>', /HTML.*--lenient/],
    ['HTML with an open tag', '<html><br></html>', /HTML.*--lenient/],
    ['a second root', '<a/><b/>', /^--fragments/],
    ['a prefix that is not declared', '<a><b:c/></a>', /^--no-namespaces/],
    ['windows-1252', '<a>na\xefve \x93quoted\x94</a>', /--encoding windows-1252$/],
    ['windows-1252, far inside', `<a>${'x'.repeat(9000)}\xfc</a>`, /--encoding windows-1252$/],
    ['Cyrillic', '<a>\xcf\xf0\xe8\xe2\xe5\xf2</a>', /as in --encoding windows-1251/],
    ['UTF-8 with a bad byte', '<a>\xc3\xbc \xc3\xbc \xff</a>', /before is UTF-8/],
    ['UTF-16 after white space', '\n\0<\0a\0/\0>\0', /--encoding utf-16le$/],
  ])('%s gets the advice that helps', (_, text, advice) => {
    expect(explain(latin1(text))[1]).toMatch(advice)
  })

  test.each(['<a><b></a>', '<a>', 'plain text'])('%j speaks for itself', (text) => {
    expect(explain(latin1(text))[1]).toBeUndefined()
  })
})
