// Loads what only some sinks need: formats, compressions, many files.

import { statSync } from 'node:fs'
import type { Target } from '../core/coroutine.ts'
import { OutputError } from '../core/errors.ts'
import type { Gate } from '../core/gate.ts'
import type { FormatOptions } from '../formats/format.ts'
import type { Compression } from '../formats/formats.ts'
import { isPostgres } from '../postgres/address.ts'
import type { Writable } from '../record/lines.ts'
import type { Scopes } from '../record/scopes.ts'
import type { Writing } from '../record/writing.ts'
import type { Claims } from './claims.ts'
import type { Destination } from './destination.ts'
import { type DestinationFormat, nameOf } from './destination-format.ts'
import { addressOf, commandOf } from './far-destination.ts'
import { jsonl } from './jsonl.ts'
import type { Keeping, Left } from './keeping.ts'
import type { KeptFileState } from './kept-file.ts'
import { nameErrors } from './name-errors.ts'
import type { Committable, Output } from './output.ts'
import type { Packer } from './packer.ts'
import type { Origins } from './published.ts'
import { columnsOf } from './terminal.ts'

/** What is opened. */
export interface Opening extends DestinationFormat {
  destination: string
  writing: Writing
  /** The fields of all records that come, where that is known. */
  fields: readonly string[] | undefined
  onMixed: (name: string) => void
  onRemark: (topic: string, fact: string) => void
  scopes: Scopes | undefined
  /** For a job that another run may go on with. */
  keeping: Keeping | undefined
}

export interface Loaded {
  target: Target<Writable>
  /** What is new in it to end with the run. */
  committable?: Committable
}

/** The sink of a format that writes its file itself. */
export async function openFile(opening: Opening, place: Destination | undefined): Promise<Loaded> {
  const { destination, format } = opening
  if (!place?.isFile) {
    throw new OutputError(`${destination}: ${format.title} needs a regular file`)
  }
  const opened = await format.load()
  if (opened.makes !== 'file') throw new Error(`${format.name} makes bytes`)
  const { into, WrittenFile } = await import('./written-file.ts')
  const options = optionsOf(opening)
  const { left } = leftOf(opening)
  const committable = new WrittenFile(place.path, destination, opened, options, left)
  return { target: into(committable) as Target<Writable>, committable }
}

export async function openMany(opening: Opening, claims: Claims): Promise<Loaded> {
  const { destination, format: asked, compression, writing } = opening
  const format = await asked.load()
  if (format.makes !== 'bytes') throw new Error(`${asked.name} makes files`)
  const known = nameErrors(destination, () => statSync(destination, { throwIfNoEntry: false }))
  if (known && !known.isFile()) {
    throw new OutputError(`${destination}: expected a regular file, found none`)
  }
  const { Partitions } = await import('./partitions.ts')
  const { into } = await import('./written-file.ts')
  const committable = new Partitions({
    destination,
    claims,
    format,
    options: optionsOf(opening),
    writing,
    ...(compression && { compression }),
    ...(asked.most !== undefined && { most: asked.most }),
    ...leftOf(opening),
  })
  return { target: into(committable) as Target<Writable>, committable }
}

/** The file of a job that another run may go on with. */
export async function openKept(opening: Opening, path: string, gate: Gate): Promise<Loaded> {
  const { destination, writing, compression, isLines } = opening
  const { KeptFile } = await import('./kept-file.ts')
  const { partial = '', state } = leftOf(opening).left ?? {}
  const output = new KeptFile({
    ...{ path, name: destination, partial, gate, onClosed: () => {} },
    ...(compression && { compression }),
    isAdded: writing.append === true,
    isLive: writing.live === true && opening.format.isAppendable,
    ...(state !== undefined && { state: state as KeptFileState }),
  })
  await compress(output, opening, gate)
  const target = isLines ? jsonl(output) : await encode(output, opening, undefined)
  return { target, committable: output }
}

function leftOf({ destination, keeping }: Opening): { left?: Left } {
  if (!keeping) return {}
  return { left: { partial: keeping.nameFor(destination), state: keeping.stateOf(destination) } }
}

/** A stream of messages. */
export async function openStream(
  { destination, onRemark }: Opening,
  gate: Gate,
  origins: Origins | undefined,
): Promise<Loaded> {
  const { Published } = await import('./published.ts')
  const committable = await Published.open(destination, { gate, origins, onRemark })
  return { target: committable.target, committable }
}

/** A command, a connection or a table of a database. */
export async function openFar(
  { destination, writing }: Opening,
  gate: Gate,
  onClosed: () => void,
): Promise<Output> {
  const command = commandOf(destination)
  if (command !== undefined) {
    const { Exec } = await import('./exec.ts')
    return new Exec(command, destination, gate, onClosed)
  }
  if (isPostgres(destination)) {
    const { Postgres } = await import('./postgres.ts')
    return Postgres.open(destination, writing, gate)
  }
  const address = addressOf(destination)
  if (!address) throw new Error(`${destination} is not elsewhere`)
  const { Tcp } = await import('./tcp.ts')
  return new Tcp(address, destination, gate)
}

/** The sink that writes into an output that is no terminal, in the format and the compression that are asked for. */
export async function encodeInto(
  output: Output,
  opening: Opening,
  gate: Gate,
): Promise<Target<Writable>> {
  await compress(output, opening, gate)
  return opening.isLines ? jsonl(output) : await encode(output, opening, undefined)
}

/** Leads what will be written to an output through a compression. */
export async function compress(
  output: Output,
  { destination, compression, keeping }: Opening,
  gate: Gate,
): Promise<void> {
  if (compression === undefined) return
  const { packerFor } = await import('./packer.ts')
  const packer = packerFor(compression) ?? (keeping && (await programOf(destination, compression)))
  if (packer) {
    const { MemberWriter } = await import('./member-writer.ts')
    output.through((writer) => new MemberWriter(writer, gate, packer, output.left.rest))
  } else {
    const { ZstdWriter } = await import('./zstd-writer.ts')
    output.through((writer) => new ZstdWriter(writer, destination, gate))
  }
}

/** The program makes frames of blocks: a stream of its own could not be gone on with. */
async function programOf(destination: string, compression: Compression): Promise<Packer> {
  const { pack } = await import('./pack.ts')
  const packNow = (block: Uint8Array) => pack(destination, compression, Buffer.from(block))
  return { pack: async (block) => packNow(block), packNow }
}

/** The sink that writes a format into an output; `terminal` is the descriptor of one. */
export async function encode(
  output: Output,
  opening: Opening,
  terminal: number | undefined,
): Promise<Target<Writable>> {
  const { destination, format } = opening
  const opened = await format.load()
  if (opened.makes !== 'bytes') throw new Error(`${format.name} makes files`)
  const { encoded } = await import('./encoded.ts')
  const { nameErrors } = await import('./name-errors.ts')
  const name = nameOf(destination)
  const options = optionsOf(opening)
  if (terminal !== undefined) options.width = columnsOf(terminal)
  if (output.before) Object.assign(options, output.before, { isContinued: true })
  if (output.table) options.table = output.table
  if (output.left.encoder !== undefined) options.state = output.left.encoder
  const encoder = nameErrors(name, () => opened.open(options))
  output.encoder = encoder
  return encoded(output, { encoder, name, isTerminal: terminal !== undefined }) as Target<Writable>
}

function optionsOf({ writing, fields, onMixed, onRemark, scopes }: Opening): FormatOptions {
  const {
    columns,
    maxColumns,
    known,
    types,
    guard,
    header,
    delimiter,
    bom,
    root,
    element,
    prefixes,
  } = writing
  return {
    onMixed,
    onRemark,
    ...(scopes && { scopes }),
    ...(fields && { fields }),
    ...(columns && { columns }),
    ...(maxColumns !== undefined && { maxColumns }),
    ...(known && { known: new Map(Object.entries(known)) }),
    ...(types && { types: new Map(Object.entries(types)) }),
    ...(guard !== undefined && { guard }),
    ...(header !== undefined && { header }),
    ...(delimiter !== undefined && { delimiter }),
    ...(bom !== undefined && { bom }),
    ...(root !== undefined && { root }),
    ...(element !== undefined && { element }),
    ...(prefixes && { prefixes }),
  }
}
