// Writes a text to destinations: a file appears whole or not at all, and that nothing reads it is no failure.

import { UsageError } from '../core/errors.ts'
import { Gate } from '../core/gate.ts'
import { Claims, type Place } from './claims.ts'
import { commitAll } from './commit-all.ts'
import { findDestination } from './destination.ts'
import { descriptorOf, nameOf } from './destination-format.ts'
import { isFar } from './far-destination.ts'
import { File } from './file.ts'
import type { Output } from './output.ts'
import { Pipe } from './pipe.ts'
import { Stdout } from './stdout.ts'

/** @throws UsageError when a destination is one of the files that are read, or of another destination. */
export function checkDestinations(destinations: readonly string[], reads: readonly Place[]): void {
  const claims = new Claims(reads)
  for (const destination of new Set(destinations)) {
    if (isFar(destination)) {
      throw new UsageError(`${nameOf(destination)}: expected a file, or - for stdout`)
    }
    const place = descriptorOf(destination) ?? findDestination(destination).path
    claims.insist(place, nameOf(destination))
  }
}

/** @throws OutputError when one cannot be written; then no file appears. */
export async function writeText(text: string, destinations: readonly string[]): Promise<void> {
  const outputs: Output[] = []
  try {
    for (const destination of destinations) outputs.push(open(destination))
    for (const output of outputs) output.write(text)
    await Promise.all(outputs.map((output) => output.flush()))
    commitAll(outputs)
  } catch (error) {
    for (const output of outputs) output.discard()
    throw error
  }
}

function open(destination: string): Output {
  const gate = new Gate()
  if (destination === '-') return new Stdout(gate, () => {})
  const { path, isFile } = findDestination(destination)
  return new (isFile ? File : Pipe)(path, destination, gate, () => {})
}
