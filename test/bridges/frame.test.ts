import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeFrame, type Frame, FrameReader, KINDS, type Kind } from '../../src/bridges/frame.ts'
import { StageError } from '../../src/core/errors.ts'

const LONGEST = 1000

function read(pieces: Iterable<Uint8Array>): { frames: [Kind, string][]; error: unknown } {
  const reader = new FrameReader(LONGEST)
  const frames: [Kind, string][] = []
  try {
    for (const piece of pieces) {
      for (const { kind, bytes } of reader.write(piece)) {
        frames.push([kind, Buffer.from(bytes).toString('latin1')])
      }
    }
    reader.end()
    return { frames, error: undefined }
  } catch (error) {
    return { frames, error }
  }
}

function bytewise(bytes: Buffer): Buffer[] {
  return [...bytes].map((_, i) => bytes.subarray(i, i + 1))
}

const FRAME: fc.Arbitrary<Frame> = fc.record({
  kind: fc.constantFrom(...(Object.keys(KINDS) as Kind[])),
  bytes: fc.uint8Array({ maxLength: 40 }),
})

test('frames are read as they were written, wherever they are cut', () => {
  const law = fc.property(
    fc.array(FRAME),
    fc.infiniteStream(fc.integer({ min: 1, max: 30 })),
    (frames, sizes) => {
      const bytes = Buffer.concat(frames.map((frame) => encodeFrame(frame, LONGEST)))
      const pieces: Buffer[] = []
      for (let at = 0; at < bytes.length; ) {
        const size = sizes.next().value as number
        pieces.push(bytes.subarray(at, at + size))
        at += size
      }
      const expected = frames.map(({ kind, bytes }) => [
        kind,
        Buffer.from(bytes).toString('latin1'),
      ])
      expect(read(pieces)).toEqual({ frames: expected, error: undefined })
      expect(read(bytewise(bytes))).toEqual({ frames: expected, error: undefined })
    },
  )
  fc.assert(law)
})

describe('what is no frame', () => {
  const one = encodeFrame({ kind: 'records', bytes: Buffer.from('{}\n') }, LONGEST)

  test.each<[what: string, bytes: Buffer, message: string]>([
    ['another byte', Buffer.from('GET / HTTP'), 'at byte 0: expected a frame, found the byte 0x47'],
    [
      'another byte after a frame',
      Buffer.concat([one, Buffer.from('\0\0\0\0\0')]),
      'at byte 8: expected a frame, found the byte 0x00',
    ],
    [
      'too long a frame',
      Buffer.from('R\0\0\x03\xe9', 'latin1'),
      'at byte 0: frame of 1001 bytes: expected at most 1000',
    ],
    [
      'a frame of 4 GB',
      Buffer.concat([one, Buffer.from('R\xff\xff\xff\xff', 'latin1')]),
      'at byte 8: frame of 4294967295 bytes: expected at most 1000',
    ],
    [
      'the start of one',
      one.subarray(0, 3),
      'at byte 0: frame is cut off: expected 5 bytes of its start, found 3',
    ],
    [
      'half of one',
      Buffer.concat([one, one.subarray(0, 7)]),
      'at byte 8: frame is cut off: expected 8 bytes, found 7',
    ],
  ])('%s is an error', (_, bytes, message) => {
    for (const pieces of [[bytes], bytewise(bytes)]) {
      const { error, frames } = read(pieces)
      expect(error).toEqual(new StageError(message))
      expect(frames).toHaveLength(message.includes('byte 8') ? 1 : 0)
    }
  })

  test('is not written either', () => {
    const bytes = new Uint8Array(LONGEST + 1)
    expect(() => encodeFrame({ kind: 'records', bytes }, LONGEST)).toThrow(
      'frame of 1001 bytes: expected at most 1000',
    )
  })
})
