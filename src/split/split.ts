// Cuts documents between records, in one pass that checks them too, and says of each part what is needed to read it alone.

import { createHash } from 'node:crypto'
import { InputError } from '../core/errors.ts'
import { Gate } from '../core/gate.ts'
import type { Engine } from '../engine/engine.ts'
import { NULL_TARGET } from '../engine/null-target.ts'
import { everyRecord, parsePattern } from '../engine/pattern.ts'
import { readDocument } from '../plan/document.ts'
import type { Line } from '../plan/ends.ts'
import { joinLine } from '../plan/line.ts'
import type { Plan } from '../plan/plan.ts'
import { type Progress, Watch } from '../plan/progress.ts'
import type { Beginning } from './beginning.ts'
import { type Cut, CutFile } from './cut-file.ts'
import { type Cuttable, compressedFile, plainFile } from './cuttable.ts'
import { changeOf, type Identity, identityOf } from './identity.ts'
import { type Deciding, type Part, type Place, START, VERSION } from './part.ts'
import { refuseInput, refuseOneMember, refuseWays } from './refused.ts'
import { type Next, sharesOf, type Wanted } from './shares.ts'

export interface SplitOptions {
  /** Ends it early, as a failure with the signal's reason. */
  signal: AbortSignal
  onWarning: (message: string) => void
  /** How far apart are the places at which it looks what stands around, at most, in bytes, where not as usual. */
  stretch?: number
  /** Bytes of a compressed file that are expanded at once, at least, and bytes of its document that are kept, where not as usual. */
  least?: number
  window?: number
  /** Given, before the first file is opened, what answers at any time how far it is. */
  onStart?: (look: () => Progress) => void
}

export interface Split {
  parts: Part[]
  /** Records in all of them. */
  records: number
  /** When there was none: the names of the elements met, and how often. */
  seen: Map<string, number>
}

/** A part before all of them are known. */
type Piece = Omit<Part, 'version' | 'id' | 'part' | 'parts'>

/**
 * Reads files to their ends; parts are in the order of the files.
 *
 * @throws UsageError for what cannot be cut, InputError or XmlError for what cannot be read.
 */
export async function split(plan: Plan, wanted: Wanted, options: SplitOptions): Promise<Split> {
  refuseWays(plan)
  const { inputs } = plan
  const beginnings: Beginning[] = []
  for (const input of inputs) beginnings.push(await refuseInput(input, plan))
  await refuseOneFile(inputs, beginnings, wanted)
  const identities = inputs.map(identityOf)
  const shares = sharesOf(
    wanted,
    identities.map(({ size }) => size),
  )
  const watch = new Watch(inputs)
  options.onStart?.(() => watch.look())
  const report = { records: 0, seen: new Map<string, number>() }
  const pipeline = { stages: [{ stage: 'count', argument: null }] }
  const parsing = decidingOf(plan)
  const line = await joinLine(
    { ...parsing, inputs: [], pipeline },
    { openSink: () => NULL_TARGET, report, onWarning: options.onWarning },
  )
  const pieces: Piece[] = []
  try {
    for (const [i, file] of inputs.entries()) {
      const [identity, next] = [identities[i] as Identity, shares[i] as Next]
      const { size } = identity
      const compression = beginnings[i]?.compression?.name
      const of =
        compression === undefined
          ? plainFile(file, size, next)
          : compressedFile({ ...options, file, compression, size, wanted, next })
      const read = await cutFile(file, { ...options, of, line, plan, watch })
      const change = changeOf(identity, identityOf(file))
      if (change !== undefined)
        throw new InputError(`${file}: changed while it was read: ${change}`)
      pieces.push(...piecesOf({ file, identity, parsing }, of, read))
    }
  } finally {
    line.leave()
    line.end.close()
    if (line.unknown !== undefined) options.onWarning(line.unknown)
  }
  return { parts: numbered(pieces), records: report.records, seen: report.seen }
}

/** A file that would not be cut at all is refused before it is read; among others it is a part. */
async function refuseOneFile(
  inputs: readonly string[],
  [beginning, ...others]: readonly Beginning[],
  wanted: Wanted,
): Promise<void> {
  const isPart = others.length > 0 || ('parts' in wanted && wanted.parts === 1)
  if (beginning?.compression && !isPart) {
    await refuseOneMember(String(inputs[0]), beginning.compression)
  }
}

/** What of a plan decides where a document may be cut. */
export function decidingOf(plan: Plan): Deciding {
  const { record, namespaces, encoding, entities, dtd, limits } = plan
  return {
    ...(record !== undefined && { record }),
    ...(namespaces === false && { namespaces }),
    ...(encoding !== undefined && { encoding }),
    ...(entities !== undefined && { entities }),
    ...(dtd !== undefined && { dtd }),
    ...(limits !== undefined && { limits }),
  }
}

interface CuttingOne extends SplitOptions {
  line: Line
  plan: Plan
  of: Cuttable
  watch: Watch
}

/** What was found in a file. */
interface Found {
  cuts: readonly Cut[]
  records: number
  /** Bytes of the document. */
  size: number
}

async function cutFile(
  file: string,
  { line, plan, of, watch, signal, stretch }: CuttingOne,
): Promise<Found> {
  const { record, entities: _, dtd: __, ...parsing } = decidingOf(plan)
  const before = line.records
  let engine: Engine | undefined
  const source = new CutFile(file, {
    of,
    pattern: parsePattern(record ?? everyRecord()),
    parsing,
    stretch,
    border: () => engine?.border?.(),
    records: () => line.records - before,
  })
  const open = () => {
    engine = line.open(file)
    return engine
  }
  const write = (engine: Engine, bytes: Uint8Array) => {
    watch.bytes += bytes.length
    return engine.write(bytes)
  }
  await readDocument(source, { open, write, signal, gate: new Gate(), ...watch.next() })
  signal.throwIfAborted()
  return { cuts: source.cuts, records: line.records - before, size: source.at }
}

function piecesOf(
  same: Pick<Piece, 'file' | 'identity' | 'parsing'>,
  of: Cuttable,
  { cuts, records, size }: Found,
): Piece[] {
  const end = { ...START, offset: size, records }
  const starts = [{ place: START, around: NOTHING }, ...cuts.map(startOf)]
  return starts.map(({ place: from, around }, i) => {
    const next = starts[i + 1]?.place
    const members = of.membersFor(from.offset, next?.offset)
    return {
      ...same,
      ...(members && { members: { ...members, size } }),
      from,
      to: next ?? end,
      around,
    }
  })
}

const NOTHING = { prolog: '', tags: [] }

function startOf({ border, around, records }: Cut): { place: Place; around: Cut['around'] } {
  const { offset, lines, characters, expansion, depth } = border
  return { place: { offset, records, lines, characters, expansion, depth }, around }
}

/** All together have a name, which depends on all that is in them. */
function numbered(pieces: readonly Piece[]): Part[] {
  const hash = createHash('sha256')
  for (const piece of pieces) hash.update(JSON.stringify(piece))
  const name = hash.digest('hex').slice(0, 12)
  return pieces.map(({ file, ...rest }, i) => ({
    version: VERSION,
    id: `${name}-${i + 1}`,
    part: i + 1,
    parts: pieces.length,
    file,
    ...rest,
  }))
}
