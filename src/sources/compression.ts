// Tells compressed bytes by how they begin, and names what expands them.

import type { Writable } from 'node:stream'

export interface Compression {
  name: string
  /** What its bytes begin with. */
  magic: readonly number[]
  open(): Promise<Expander>
}

/** What takes compressed bytes and gives back the others, or fails there. */
export interface Expander {
  input: Writable
  output: AsyncIterable<Uint8Array>
}

const CHUNK = 256 * 1024 // a turn of the thread pool for each costs more than the expansion of few bytes

const COMPRESSIONS: readonly Compression[] = [
  {
    name: 'gzip',
    magic: [0x1f, 0x8b],
    async open() {
      const { createGunzip } = await import('node:zlib')
      const stream = createGunzip({ chunkSize: CHUNK })
      return { input: stream, output: stream }
    },
  },
  withTool('bzip2', [0x42, 0x5a, 0x68]), // BZh
  withTool('xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], { package: 'xz-utils' }),
  withTool('zstd', [0x28, 0xb5, 0x2f, 0xfd], { flags: ['--long=31'] }),
  withTool('lz4', [0x04, 0x22, 0x4d, 0x18]),
]

/** A compression that a program of the system expands, as the package of the same name has it. */
function withTool(
  tool: string,
  magic: number[],
  { package: holder = tool, flags = [] }: { package?: string; flags?: string[] } = {},
): Compression {
  return {
    name: tool,
    magic,
    open: async () => (await import('./tool.ts')).openTool(tool, ['-dc', ...flags], holder),
  }
}

/** What these bytes are the beginning of; `undefined` while there are too few to tell. */
export function compressionOf(head: Uint8Array): Compression | 'none' | undefined {
  const alike = COMPRESSIONS.filter(({ magic }) =>
    magic.every((byte, i) => i >= head.length || byte === head[i]),
  )
  if (alike.length === 0) return 'none'
  return alike.find(({ magic }) => magic.length <= head.length)
}
