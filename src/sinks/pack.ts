// Compresses a block at once, into a member that may follow others.

import { spawnSync } from 'node:child_process'
import { OutputError } from '../core/errors.ts'
import type { Compression } from '../formats/formats.ts'
import { packerFor } from './packer.ts'
import { failedToStart } from './zstd-program.ts'

export function pack(name: string, compression: Compression | undefined, block: Buffer): Buffer {
  if (compression === undefined) return block
  const packer = packerFor(compression)
  if (packer) return packer.packNow(block)
  const { error, status, stdout, stderr } = spawnSync('zstd', ['--quiet', '--stdout', '-'], {
    input: block,
    maxBuffer: Number.POSITIVE_INFINITY,
  })
  if (error) throw failedToStart(name, error)
  if (status !== 0) throw new OutputError(`${name}: zstd: ${stderr.toString().trim()}`)
  return stdout
}
