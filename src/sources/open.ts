// Turns the name of an input into its source; the only place that looks at the name.

import { existsSync } from 'node:fs'
import { Decompressed } from './decompressed.ts'
import { FileSource } from './file.ts'
import type { Source, SourceOptions } from './source.ts'
import { StdinSource } from './stdin.ts'

/**
 * The source of `-`, a path, a URL or `ARCHIVE.zip:MEMBER`, whose bytes come as they were before compression.
 *
 * @throws UsageError when it cannot be read in the way that is asked for.
 */
export async function openSource(input: string, options: SourceOptions = {}): Promise<Source> {
  if (options.follow) {
    const { FollowedFile } = await import('./follow.ts')
    return new FollowedFile(input)
  }
  return new Decompressed(await plainSource(input, options))
}

async function plainSource(input: string, { timeout }: SourceOptions): Promise<Source> {
  if (input === '-') return new StdinSource()
  if (/^https?:\/\//i.test(input)) {
    const { HttpSource } = await import('./http.ts')
    return new HttpSource(input, timeout)
  }
  const [, archive, member] = /^(.+?\.zip)(?::(.+))?$/is.exec(input) ?? []
  const isInside = archive !== undefined && (member === undefined || !existsSync(input))
  if (!isInside) return new FileSource(input)
  const { ZipMember } = await import('./zip-member.ts')
  return new ZipMember(input, archive, member)
}
