import { describe, expect, test } from 'vitest'
import { OutputError, StageError } from '../../src/core/errors.ts'
import type { Encoder } from '../../src/formats/format.ts'
import { Lines } from '../../src/record/lines.ts'
import { encoded } from '../../src/sinks/encoded.ts'
import { layoutOf, Written } from '../../src/sinks/written.ts'

function open(encoder: Partial<Encoder>, isTerminal = false, most = Number.POSITIVE_INFINITY) {
  const written: [string | Uint8Array, number | undefined][] = []
  const output = {
    write(data: string | Uint8Array, records?: number) {
      written.push([data, records])
      return written.length < most
    },
    writeLines: ({ bytes, records }: Lines) => output.write(String(bytes), records),
  }
  const whole = { encode: () => 'record\n', end: () => 'end\n', ...encoder }
  return { target: encoded(output, { encoder: whole, name: 'out', isTerminal }), written }
}

describe('records that are encoded', () => {
  test('are counted, what follows them is not', () => {
    const { target, written } = open({})
    target.send('x')
    target.close()
    expect(written).toEqual([
      ['record\n', 1],
      ['end\n', 0],
    ])
  })

  test('are ended also by a failure', () => {
    const { target, written } = open({})
    target.send('x')
    target.throw(new StageError('broken'))
    expect(written.at(-1)).toEqual(['end\n', 0])
  })

  test('are not wanted when their reader has gone', () => {
    const { target, written } = open({}, false, 1)
    expect(target.send('x')).toBe(false)
    target.close()
    expect(written).toHaveLength(1)
  })

  test('fail by the name of the destination, and are not ended then', () => {
    const encode = () => {
      throw new OutputError('record 1: wrong')
    }
    const { target, written } = open({ encode })
    expect(() => target.send('x')).toThrow(new OutputError('out: record 1: wrong'))
    target.close()
    expect(written).toEqual([])
  })

  test('fail as what they are when the stage is to blame', () => {
    const encode = () => {
      throw new StageError('too deep')
    }
    expect(() => open({ encode }).target.send('x')).toThrow(new StageError('too deep'))
  })

  test('reach a terminal without control characters, line ends and tabs aside', () => {
    const { target, written } = open({ encode: () => 'a\tb\u001b[31m\n\u0000\n' }, true)
    target.send('x')
    expect(written[0]).toEqual(['a\tb\\u001b[31m\n\\u0000\n', 1])
  })

  test('may come as lines', () => {
    const encodeLines = ({ bytes, records }: Lines) => [
      new Lines(Buffer.from(`<${bytes}>`), records),
    ]
    const { target, written } = open({ encodeLines })
    target.send(new Lines(Buffer.from('1\n2\n'), 2))
    target.close()
    expect(written).toEqual([
      ['<1\n2\n>', 2],
      ['end\n', 0],
    ])
    const shown = open({ encodeLines }, true)
    shown.target.send(new Lines(Buffer.from('\u001b\n'), 1))
    expect(shown.written).toEqual([['<\\u001b\n>', 1]])
  })

  test('may be written elsewhere, in the layout of the file', () => {
    const joined: unknown[] = []
    const join = (...all: unknown[]) => joined.push(...all)
    const { target, written } = open({ layout: { columns: 2 }, join })
    expect(layoutOf(target)).toEqual({ columns: 2 })
    target.send(new Written(Buffer.from('a\nb\n'), 2, 'found'))
    target.close()
    expect(written).toEqual([
      ['a\nb\n', 2],
      ['end\n', 0],
    ])
    expect(joined).toEqual([2, 'found'])
  })

  test('are not wanted when their reader has gone, though they were written elsewhere', () => {
    const { target, written } = open({}, false, 1)
    expect(target.send(new Written(Buffer.from('a\n'), 1, undefined))).toBe(false)
    target.close()
    expect(written).toHaveLength(1)
  })

  test('are written here for a terminal', () => {
    expect(layoutOf(open({ layout: {} }, true).target)).toBe(undefined)
  })
})
