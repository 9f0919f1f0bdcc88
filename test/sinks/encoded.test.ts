import { describe, expect, test } from 'vitest'
import { OutputError, StageError } from '../../src/core/errors.ts'
import type { Encoder } from '../../src/formats/format.ts'
import { encoded } from '../../src/sinks/encoded.ts'

function open(encoder: Partial<Encoder>, isTerminal = false, most = Number.POSITIVE_INFINITY) {
  const written: [string | Uint8Array, number | undefined][] = []
  const output = {
    write(data: string | Uint8Array, records?: number) {
      written.push([data, records])
      return written.length < most
    },
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
})
