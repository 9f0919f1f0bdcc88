// Expands gzip, member after member, and checks the length and the check sum of each.

import { crc32 } from 'node:zlib'
import { createInflate, expand } from './expand.ts'
import { ENDS_EARLY, Pieces } from './pieces.ts'

/**
 * What the bytes hold. Zeros after a member are padding, as of a block on a tape.
 *
 * @throws Error when they are damaged, end early, or other bytes follow; what comes before that is given first.
 */
export async function* gunzipped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void> {
  const input = new Pieces(bytes)
  await passHeader(input, 'is no gzip data')
  while (true) {
    let sum = 0
    let length = 0
    for await (const chunk of expand(createInflate, input)) {
      sum = crc32(chunk, sum)
      length += chunk.length
      yield chunk
    }
    const trailer = await input.whole(8)
    if (trailer.readUInt32LE(0) !== sum) throw new Error('check sum is wrong')
    if (trailer.readUInt32LE(4) !== length % 2 ** 32) throw new Error('length is wrong')
    if (!(await input.skip(0))) return
    await passHeader(input, 'other bytes follow the end')
  }
}

// of the flags of a header
const HAS_SUM = 2
const HAS_EXTRA = 4
const HAS_NAME = 8
const HAS_COMMENT = 16
const NOT_KNOWN = 0xe0

async function passHeader(input: Pieces, otherwise: string): Promise<void> {
  const head = await input.take(10)
  if (head[0] !== 0x1f || head[1] !== 0x8b) throw new Error(otherwise)
  if (head.length < 10) throw new Error(ENDS_EARLY)
  const [, , method, flags = 0] = head
  if (method !== 8 || flags & NOT_KNOWN) throw new Error('header is damaged')
  if (flags & HAS_EXTRA) await input.whole((await input.whole(2)).readUInt16LE())
  if (flags & HAS_NAME) await passText(input)
  if (flags & HAS_COMMENT) await passText(input)
  if (flags & HAS_SUM) await input.whole(2)
}

async function passText(input: Pieces): Promise<void> {
  while ((await input.whole(1))[0] !== 0);
}
