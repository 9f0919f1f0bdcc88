// What goes wrong in the kernel itself ends with an error that says where, and never with wrong events.

import { describe, expect, it } from 'vitest'
import { kernelEngine } from '../../../src/engine/kernel/kernel.ts'
import type { KernelReader } from '../../../src/engine/kernel/reader.ts'
import { DefectError, LimitError } from '../../../src/engine/xml-error.ts'
import { read } from '../every-cut.ts'

const MIB = 1 << 20
const CANARY = Buffer.from('e4705ba8d2613c9f', 'hex')
const DOCUMENT = Buffer.from('<a>\n<b>1</b></a>')

/** An engine that has read `<a>\n<b>`, what came of it, and its memory. */
function begun() {
  const lengths: number[] = []
  const engine = kernelEngine({
    done: false,
    send: ({ length }) => lengths.push(length) > 0,
    close() {},
    throw() {},
  })
  engine.write(DOCUMENT.subarray(0, 7))
  const { exports } = (engine as unknown as { kernel: KernelReader['kernel'] }).kernel
  return { engine, lengths, memory: Buffer.from(exports.memory.buffer) }
}

/** The canaries in a memory: of tables, then of buffers. */
function canariesIn(memory: Buffer): number[] {
  const tables = [3, 8, 40, 45, 54, 64, 128, 280, 360, 460, 500, 520, 560, 580]
  const found = tables.map((mib) => mib * MIB)
  for (let at = memory.indexOf(CANARY, 580 * MIB + 8); at >= 0; at = memory.indexOf(CANARY, at + 8))
    found.push(at)
  return found
}

function thrownBy(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('the kernel engine', () => {
  const expected = read(kernelEngine, [DOCUMENT])

  it('has a canary after each table and each buffer', () => {
    const { engine, memory } = begun()
    const canaries = canariesIn(memory)
    expect(canaries.length).toBe(14 + 4)
    for (const at of canaries) expect(memory.subarray(at, at + 8)).toEqual(CANARY)
    engine.leave?.()
  })

  it('ends with an error where one of them was written over', () => {
    const count = canariesIn(begun().memory).length
    for (let n = 0; n < count; n++) {
      const { engine, lengths, memory } = begun()
      memory.writeUInt8(0, canariesIn(memory)[n] ?? 0)
      const error = thrownBy(() => engine.write(DOCUMENT.subarray(7)))
      expect(error, `${n}`).toBeInstanceOf(DefectError)
      expect(error).toMatchObject({ offset: 16, line: 2, column: 13 })
      expect(lengths).toEqual([3])
      expect(engine.write(DOCUMENT)).toBe(false)
      expect(read(kernelEngine, [DOCUMENT])).toEqual(expected)
    }
  })

  it('ends with an error where the kernel traps', () => {
    const { engine, lengths, memory } = begun()
    memory.fill(0xff, 280 * MIB + 128, 280 * MIB + 1024) // the open elements
    const error = thrownBy(() => engine.write(DOCUMENT.subarray(7)))
    expect(error).toBeInstanceOf(DefectError)
    expect((error as Error).message).toBe(
      'input:2:5: a defect of cosax, please report it: memory access out of bounds',
    )
    expect((error as Error).cause).toMatchObject({ name: 'RuntimeError' })
    expect(lengths).toEqual([3])
    expect(read(kernelEngine, [DOCUMENT])).toEqual(expected)
  })

  it('says which limit is of no use where there is no more memory', () => {
    const { engine } = begun()
    const error = thrownBy(() => engine.space?.(0xf000_0000))
    expect(error).toBeInstanceOf(LimitError)
    expect((error as Error).message).toBe(
      'input:2:4: start tag needs more than the 4 GiB of memory that a document can have, whatever --max-tag allows',
    )
    expect(read(kernelEngine, [DOCUMENT])).toEqual(expected)
  })
})
