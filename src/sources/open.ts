// Turns the name of an input into its source; the only place that looks at the name.

import { existsSync } from 'node:fs'
import { UsageError } from '../core/errors.ts'
import { isNats, withoutLogin } from '../nats/address.ts'
import { Decompressed } from './decompressed.ts'
import { FileSource } from './file.ts'
import type { Source, SourceOptions } from './source.ts'
import { StdinSource } from './stdin.ts'
import { eachConnection, isListening } from './tcp-address.ts'

/**
 * The source of `-`, a path, a URL, an address to listen at or `ARCHIVE.zip:MEMBER`, whose bytes come as they were before compression.
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

/** Whether an input is named as a file that is no archive. */
export function isFileName(input: string): boolean {
  return input !== '-' && !isUrl(input) && !memberOf(input)
}

/** The files that inputs are read from, and the descriptor: the archive of a member, none of what is on a web server. */
export function filesRead(inputs: readonly string[]): (string | number)[] {
  return inputs
    .filter((input) => !isUrl(input))
    .map((input) => (input === '-' ? 0 : (memberOf(input)?.archive ?? input)))
}

/** The names of inputs one by one; what takes several connections is several inputs, as if it were named so often. */
export function* eachInput(inputs: readonly string[]): Generator<EachInput, void> {
  const all = inputs.flatMap((input) => (isListening(input) ? eachConnection(input) : [input]))
  for (const [i, input] of all.entries()) {
    yield { input, isNamedAgain: isListening(input) && all.indexOf(input, i + 1) >= 0 }
  }
}

export interface EachInput {
  input: string
  isNamedAgain: boolean
}

async function plainSource(input: string, options: SourceOptions): Promise<Source> {
  const { timeout } = options
  if (input === '-') return new StdinSource()
  if (isListening(input)) {
    const { TcpListen } = await import('./tcp-listen.ts')
    return new TcpListen(input, options)
  }
  if (isNats(input)) {
    throw new UsageError(`${withoutLogin(input)}: only a run takes the records of a stream`)
  }
  if (isUrl(input)) {
    const { HttpSource } = await import('./http.ts')
    return new HttpSource(input, timeout)
  }
  const inside = memberOf(input)
  if (!inside) return new FileSource(input)
  const { ZipMember } = await import('./zip-member.ts')
  return new ZipMember(input, inside.archive, inside.member)
}

function isUrl(input: string): boolean {
  return /^https?:\/\//i.test(input) || isListening(input) || isNats(input)
}

/** What is in an archive, and in which; one that is named alone has one member. */
function memberOf(input: string): { archive: string; member?: string } | undefined {
  // without the flag i, which takes half a millisecond to be compiled
  const [, archive, member] = /^(.+?\.[zZ][iI][pP])(?::(.+))?$/s.exec(input) ?? []
  if (archive === undefined) return undefined
  if (member === undefined) return { archive }
  return existsSync(input) ? undefined : { archive, member }
}
