// Finds the format of a destination, from its name and from what flags say about it.

import { resolve } from 'node:path'
import { UsageError } from '../core/errors.ts'
import type { Format } from '../formats/format.ts'
import { type Compression, formatOf, POSTGRES, type Written } from '../formats/formats.ts'
import { isNats } from '../nats/address.ts'
import { isPostgres } from '../postgres/address.ts'
import type { Writing } from '../record/writing.ts'
import { withoutSecrets } from '../sources/without-secrets.ts'
import { checkFar, isFar } from './far-destination.ts'
import { isTemplate } from './template.ts'

export interface DestinationFormat {
  format: Format
  compression?: Compression
  /** Whether it is many files: one for each value, or one after the other. */
  isMany: boolean
  /** Whether lines of JSON, as the kernel writes them, go there without being read again. */
  takesLines: boolean
  /** Whether they are all that is written. */
  isLines: boolean
}

/** What is written to a destination, as `formatOf` says; a command that ends in .csv is no file. */
export function writtenTo(destination: string, format?: string): Written {
  if (isPostgres(destination)) {
    if (format === undefined) return { format: POSTGRES }
    throw new UsageError(`--format: means nothing to ${POSTGRES.title}: a table has rows`)
  }
  return formatOf(isFar(destination) ? '-' : destination, format)
}

/** @throws UsageError when the parts contradict each other. */
export function formatOfDestination(destination: string, writing: Writing = {}): DestinationFormat {
  const isElsewhere = isFar(destination)
  if (isElsewhere) checkFar(destination)
  const { format, compression } = writtenTo(destination, writing.format)
  const { rotate, append } = writing
  const isByValue = isTemplate(destination)
  const isMany = isByValue || rotate !== undefined
  const isFile = !isStandard(destination) && !isElsewhere
  if (rotate && !isFile) throw new UsageError('--rotate: expected --to with the name of a file')
  if (append && !isFile) throw new UsageError('--append: expected --to with the name of a file')
  if (rotate && append) throw new UsageError('--append and --rotate: one or the other')
  if (append && !format.isAppendable) {
    throw new UsageError(`--append: nothing can be added to ${format.title}; --format jsonl can be`)
  }
  const isStream = isNats(destination)
  if (isStream && (format.name !== 'jsonl' || compression)) {
    const shown = withoutSecrets(destination)
    throw new UsageError(`${shown}: a message is a line of JSON: expected no --format`)
  }
  if (writing.live && isPostgres(destination)) {
    throw new UsageError(
      `${nameOf(destination)}: a log is written as it comes, and rows all at once: expected a file`,
    )
  }
  if (format.makesFile && (isMany || !isFile || compression)) {
    throw new UsageError(`${nameOf(destination)}: ${format.title} is written to one file, as it is`)
  }
  if (isByValue && destination.endsWith('/')) {
    throw new UsageError(`${destination}: expected the name of a file after the last /`)
  }
  return {
    format,
    ...(compression !== undefined && { compression }),
    isMany,
    takesLines: format.takesLines === true && !isMany && !isStream && !isNamedByField(writing),
    isLines: format.name === 'jsonl' && !isMany && !isStream,
  }
}

/** Whether elements are called what a field of each record says, which is to be found first. */
function isNamedByField({ element }: Writing): boolean {
  return element?.startsWith('{') === true
}

/** What is written where, in words: `CSV to buses.csv, at most 1000 records a file`. */
export function wordsFor(destination: string, writing: Writing = {}): string {
  const { format, compression } = formatOfDestination(destination, writing)
  const { rotate, append } = writing
  const name = nameOf(destination)
  if (isNats(destination)) return `messages to ${name}`
  const packed = compression === undefined ? '' : `, compressed with ${PROGRAMS[compression]}`
  const byValue = isTemplate(destination) ? ', a file for each value' : ''
  const size =
    rotate && ('records' in rotate ? `${rotate.records} records` : `${rotate.bytes} bytes`)
  const turned = size === undefined ? '' : `, a new file after ${size}`
  return `${format.title} to ${name}${append ? ', added to what is there' : ''}${packed}${byValue}${turned}`
}

const PROGRAMS: Record<Compression, string> = { gz: 'gzip', zst: 'zstd' }

/** What messages call it. */
export function nameOf(destination: string): string {
  if (isFar(destination)) return withoutSecrets(destination)
  return descriptorOf(destination) === 1 ? 'stdout' : destination
}

/** Whether it is standard output, by any of its names. */
export function isStandardOutput(destination: string): boolean {
  return descriptorOf(destination) === 1
}

/** Whether it is a descriptor that is open already. */
export function isStandard(destination: string): boolean {
  return descriptorOf(destination) !== undefined
}

/** What a destination is called whatever it was called by: two names of one place are the same. */
export function placeOf(destination: string): string {
  if (isFar(destination)) return destination
  const descriptor = descriptorOf(destination)
  return descriptor === undefined ? resolve(destination) : `${descriptor}`
}

/** The open descriptor that a destination names: to open its path again would begin at its start. */
export function descriptorOf(destination: string): number | undefined {
  if (destination === '-' || destination === '/dev/stdout') return 1
  if (destination === '/dev/stderr') return 2
  const number = /^\/(?:dev|proc\/self)\/fd\/(\d{1,6})$/.exec(destination)?.[1]
  return number === undefined ? undefined : Number(number)
}
