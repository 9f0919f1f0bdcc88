// Looks at a file that will be added to: how it begins, and whether anything may follow its end.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { OutputError } from '../core/errors.ts'
import { quietly } from '../core/quietly.ts'
import type { Compression } from '../formats/formats.ts'
import { failedToStart } from './zstd-program.ts'

export interface Continuation {
  /** The text that it begins with: more than a header takes. */
  head: string
  /** Whether its last line has an end; a run that was killed may have left a piece of one. */
  endsLine: boolean
  /** Whether that piece, of a table, ends inside of quotes: a line end would be one more character of its cell. */
  isInQuotes?: boolean
}

const HEAD = 64 * 1024 // bytes, maybe compressed
const TAIL = 4 * 1024 * 1024 // bytes, in which the last member of gzip begins, if it is of cosax
const GZIP = Buffer.from([0x1f, 0x8b, 0x08])
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])
const LINE_END = 0x0a
const QUOTE = 0x22
const BLOCK = 1024 * 1024 // bytes
const MOST = 256 * 1024 * 1024 // bytes of what a member holds

/**
 * What is in a file, or nothing if it is empty.
 *
 * @throws OutputError, without the name, when it is compressed in another way, or is cut off inside of what is compressed:
 * whatever came after could not be read.
 */
export function continuationOf(
  path: string,
  name: string,
  compression: Compression | undefined,
): Continuation | undefined {
  const descriptor = openSync(path, 'r')
  try {
    const { size } = fstatSync(descriptor)
    if (size === 0) return undefined
    const head = bytesAt(descriptor, 0, HEAD)
    checkKind(head, compression)
    const look = { descriptor, path, size, head, name }
    return compression === undefined
      ? ofText(look)
      : compression === 'gz'
        ? ofGzip(look)
        : ofZstd(look)
  } finally {
    closeSync(descriptor)
  }
}

interface Look {
  descriptor: number
  path: string
  size: number
  head: Buffer
  name: string
}

function ofText({ descriptor, size, head }: Look): Continuation {
  const [last] = bytesAt(descriptor, size - 1, 1)
  const endsLine = last === LINE_END
  const isInQuotes = !endsLine && countOf(QUOTE, descriptor, size) % 2 === 1
  return { head: head.toString('utf8'), endsLine, isInQuotes }
}

function countOf(byte: number, descriptor: number, size: number): number {
  let count = 0
  for (let position = 0; position < size; position += BLOCK) {
    const bytes = bytesAt(descriptor, position, BLOCK)
    for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) count++
  }
  return count
}

function ofGzip(look: Look): Continuation {
  const { head } = look
  const { constants, gunzipSync } = process.getBuiltinModule('node:zlib')
  const begin = quietly(() =>
    gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST }),
  )
  const last = lastMember(look)
  // it is longer than ours are: it takes all of the file to see that it is whole
  const end = last?.at(-1) ?? lastByteBy('gzip', look)
  if (end === undefined) throw cutOff()
  return { head: begin?.toString('utf8') ?? '', endsLine: end === LINE_END }
}

function ofZstd(look: Look): Continuation {
  const end = lastByteBy('zstd', look)
  if (end === undefined) throw cutOff()
  const { spawnSync } = process.getBuiltinModule('node:child_process')
  const { stdout } = spawnSync('zstd', ['-dcq'], { input: look.head, maxBuffer: 4 * HEAD })
  return { head: stdout.subarray(0, 4 * HEAD).toString('utf8'), endsLine: end === LINE_END }
}

/** What is in the last member that reaches to the end of the file. */
function lastMember({ descriptor, size }: Look): Buffer | undefined {
  const tail = bytesAt(descriptor, Math.max(0, size - TAIL), TAIL)
  for (
    let at = tail.lastIndexOf(GZIP);
    at >= 0;
    at = at === 0 ? -1 : tail.lastIndexOf(GZIP, at - 1)
  ) {
    const member = tail.subarray(at)
    const found = quietly(() => unpacked(member))
    if (found && found.length > 0) return found
  }
  return undefined
}

/** What the last member holds; undefined if other bytes follow it. */
function unpacked(member: Buffer): Buffer | undefined {
  const { gunzipSync } = process.getBuiltinModule('node:zlib')
  const { buffer, engine } = gunzipSync(member, {
    info: true,
    maxOutputLength: MOST,
  }) as unknown as {
    buffer: Buffer
    engine: { bytesWritten: number }
  }
  return engine.bytesWritten === member.length ? buffer : undefined
}

/** The last byte that a program unpacks, if the file is whole; a line end for nothing at all. */
function lastByteBy(program: 'gzip' | 'zstd', { path, name }: Look): number | undefined {
  const { spawnSync } = process.getBuiltinModule('node:child_process')
  const test = spawnSync(program, ['-tq', path])
  if (test.error) throw program === 'zstd' ? failedToStart(name, test.error) : test.error
  if (test.status !== 0) return undefined
  const { stdout } = spawnSync('sh', ['-c', `${program} -dcq < "$0" | tail -c 1`, path])
  return stdout[0] ?? LINE_END
}

function checkKind(head: Buffer, compression: Compression | undefined): void {
  const found = begins(head, GZIP) ? 'gz' : begins(head, ZSTD) ? 'zst' : undefined
  if (found === compression) return
  throw new OutputError(
    compression === undefined
      ? `is compressed: expected --format NAME.${found} to add to it`
      : `is no file of ${compression === 'gz' ? 'gzip' : 'zstd'}: nothing can be added to it`,
  )
}

function cutOff(): OutputError {
  return new OutputError('is cut off or damaged: what is added could not be read after that')
}

function begins(bytes: Buffer, magic: Buffer): boolean {
  return bytes.subarray(0, magic.length).equals(magic)
}

function bytesAt(descriptor: number, position: number, most: number): Buffer {
  const bytes = Buffer.alloc(most)
  return bytes.subarray(0, readSync(descriptor, bytes, 0, most, position))
}
