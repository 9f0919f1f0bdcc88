import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BlockBuffer } from '../../src/sinks/block-buffer.ts'

const SIZE = 16

function blocksOf(pieces: readonly (string | Uint8Array)[]): string[] {
  const blocks: string[] = []
  const buffer = new BlockBuffer(SIZE, (block) => blocks.push(block.toString('latin1')))
  for (const piece of pieces) {
    if (typeof piece === 'string') buffer.addText(piece)
    else {
      const bytes = Buffer.from(piece)
      buffer.addBytes(bytes)
      bytes.fill(0) // they may be overwritten
    }
  }
  buffer.release()
  return blocks
}

const TEXT = fc.string({ unit: fc.constantFrom('a', 'é', '漢', '🚌', '\n'), maxLength: 40 })
const PIECE = fc.oneof(
  TEXT,
  TEXT.map((text) => Buffer.from(text)),
)

test('blocks are the same however the pieces come', () => {
  fc.assert(
    fc.property(fc.array(PIECE), (pieces) => {
      const whole = Buffer.concat(pieces.map((piece) => Buffer.from(piece)))
      const blocks = blocksOf(pieces)
      expect(blocks.join('')).toBe(whole.toString('latin1'))
      expect(blocks.slice(0, -1).every(({ length }) => length === SIZE)).toBe(true)
      expect(blocks.at(-1)).not.toBe('')
    }),
  )
})

test('much text is not held back', () => {
  const blocks: Buffer[] = []
  const buffer = new BlockBuffer(SIZE, (block) => blocks.push(block))
  for (let n = 0; n < 100_000; n++) buffer.addText('0123456789')
  expect(blocks.length).toBeGreaterThan(50_000)
})
