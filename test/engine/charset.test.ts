import { describe, expect, test } from 'vitest'
import { ENGINE_NAMES } from '../../src/engine/engine.ts'
import { ENGINES, everyCut } from './every-cut.ts'

const EURO = 0x80 // in windows-1252

function bytesOf(...parts: (string | number)[]): Buffer {
  return Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part))),
  )
}

describe.each(ENGINE_NAMES)('what a server says of the encoding, with the engine %s', (name) => {
  const textOf = (bytes: Buffer, charset: string, encoding?: string): string | undefined => {
    const create: (typeof ENGINES)[string] = (target, options) => {
      const engine = ENGINES[name]?.(target, options)
      if (engine === undefined) throw new Error(`no engine ${name}`)
      engine.hearOf?.(charset)
      return engine
    }
    const { events, error } = everyCut(create, bytes, encoding === undefined ? {} : { encoding })
    return error?.fact ?? events.find((event) => event.startsWith('"'))
  }

  test('is stronger than the declaration', () => {
    const bytes = bytesOf('<?xml version="1.0" encoding="utf-8"?><a>', EURO, '</a>')
    expect(textOf(bytes, 'windows-1252')).toBe('"€"')
    expect(textOf(bytesOf('<?xml version="1.0" encoding="windows-1252"?><a>€</a>'), 'UTF-8')).toBe(
      '"€"',
    )
  })

  test('is taken where there is no declaration', () => {
    expect(textOf(bytesOf('<a>', EURO, '</a>'), 'windows-1252')).toBe('"€"')
    expect(textOf(Buffer.from('<a>€</a>', 'utf16le'), 'utf-16')).toBe('"€"')
  })

  test('is weaker than a mark at the start', () => {
    expect(textOf(bytesOf('\ufeff<a>€</a>'), 'windows-1252')).toBe('"€"')
    expect(textOf(Buffer.from('\ufeff<a>€</a>', 'utf16le'), 'utf-8')).toBe('"€"')
  })

  test('is weaker than what the user says', () => {
    expect(textOf(bytesOf('<a>€</a>'), 'windows-1252', 'utf-8')).toBe('"€"')
  })

  test('is ignored when it is unknown', () => {
    expect(textOf(bytesOf('<a>€</a>'), 'x-unheard-of')).toBe('"€"')
  })
})
