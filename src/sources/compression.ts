// Recognises compressed bytes by how they begin, and names what expands them.

import type { Expand } from './expander.ts'

export interface Compression {
  name: string
  /** What its bytes begin with. */
  magic: readonly number[]
  open(): Promise<Expand>
}

const ZSTD_TOOL = withTool('zstd', [0x28, 0xb5, 0x2f, 0xfd], { flags: ['--long=31'] })

/** Newer versions of Node need no program for it. */
const ZSTD: Compression = {
  ...ZSTD_TOOL,
  async open() {
    const { hasZstd, unzstd } = await import('./zstd.ts')
    return hasZstd ? unzstd : ZSTD_TOOL.open()
  },
}

const COMPRESSIONS: readonly Compression[] = [
  {
    name: 'gzip',
    magic: [0x1f, 0x8b],
    open: async () => (await import('./gzip.ts')).gunzipped,
  },
  withTool('bzip2', [0x42, 0x5a, 0x68]), // BZh
  withTool('xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], { package: 'xz-utils' }),
  ZSTD,
  { ...ZSTD, magic: [0x50, 0x2a, 0x4d, 0x18] }, // pzstd says before each frame how long it is
  withTool('lz4', [0x04, 0x22, 0x4d, 0x18]),
]

/** A compression that a program of the system expands; `package` is what has that program, if its name is another. */
function withTool(
  tool: string,
  magic: number[],
  { package: holder = tool, flags = [] }: { package?: string; flags?: string[] } = {},
): Compression {
  return {
    name: tool,
    magic,
    open: async () => (await import('./tool.ts')).toolThatExpands(tool, ['-dc', ...flags], holder),
  }
}

/** What these bytes are the beginning of; `undefined` while there are too few to say. */
export function compressionOf(head: Uint8Array): Compression | 'none' | undefined {
  const alike = COMPRESSIONS.filter(({ magic }) =>
    magic.every((byte, i) => i >= head.length || byte === head[i]),
  )
  if (alike.length === 0) return 'none'
  return alike.find(({ magic }) => magic.length <= head.length)
}
