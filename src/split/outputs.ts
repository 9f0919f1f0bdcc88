// Names what is made of a part by the part and by what made it, so that the name alone says whether it is done.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { dirname, normalize } from 'node:path'
import { UsageError } from '../core/errors.ts'
import type { Plan } from '../plan/plan.ts'
import { findDestination } from '../sinks/destination.ts'
import { formatOfDestination, isStandard } from '../sinks/destination-format.ts'
import { isFar } from '../sinks/far-destination.ts'
import { removeLeftovers } from '../sinks/temporary.ts'
import { renamed, type Written } from './destinations.ts'
import type { Part } from './part.ts'

/** What stands for the part in the name of a destination. */
export const PLACEHOLDER = '{part}'

/** The number of the part, as long as that of the last one, and what is made of it. */
export function labelOf({ part, parts, id }: Part, plan: Plan): string {
  return `${String(part).padStart(String(parts).length, '0')}-${workOf(id, plan)}`
}

/** Names the manifest and the plan: the same for all parts, another if anything that is written may be another. */
function workOf(id: string, plan: Plan): string {
  const { inputs: _, limits: __, timeout: ___, maxErrors: ____, ...rest } = renamed(plan, spelt)
  const [manifest] = id.split('-')
  const text = JSON.stringify([manifest, rest], inOrder)
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}

/** `./out/` and `out/` are one folder. */
function spelt(destination: string): string {
  return isFar(destination) ? destination : normalize(destination)
}

/** Keys have an order that means nothing. */
function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

export function named(destination: string, label: string): string {
  return destination.replaceAll(PLACEHOLDER, label)
}

/** Makes the folders of files that are named by the part, as those of files that are named by a value. */
export function makeFolders(destinations: readonly Written[], label: string): void {
  for (const { destination } of destinations) {
    if (!destination.includes(PLACEHOLDER) || isFar(destination)) continue
    const folder = dirname(named(destination, label))
    if (!folder.includes('{')) mkdirSync(folder, { recursive: true })
  }
}

/** Removes what is left of runs of the part that were killed. */
export function tidy(destinations: readonly Written[], label: string): void {
  for (const { destination } of destinations) {
    if (!destination.includes(PLACEHOLDER) || isFar(destination)) continue
    const name = named(destination, label)
    if (!name.includes('{')) removeLeftovers(findDestination(name).path)
  }
}

/** Whether all that is to be made of the part is there: files appear when they are whole. */
export function areDone(destinations: readonly Written[], label: string): boolean {
  return destinations.length > 0 && destinations.every((each) => isDone(each, label))
}

function isDone({ destination, writing }: Written, label: string): boolean {
  if (!destination.includes(PLACEHOLDER) || isFar(destination)) return false
  const name = named(destination, label)
  return !formatOfDestination(name, writing).isMany && existsSync(name)
}

/** @throws UsageError when there are files of other parts that something else has made. */
export function refuseOthers(destinations: readonly Written[], label: string): void {
  for (const { destination } of destinations) {
    const other = otherBeside(destination, label)
    if (other === undefined) continue
    const fact = 'is of another manifest, or of other flags'
    throw new UsageError(`${other}: ${fact}: remove it, or write to another folder`)
  }
}

/** A file, or a folder, that stands where this one would, but for the part and for what has made it. */
function otherBeside(destination: string, label: string): string | undefined {
  const components = destination.split('/')
  const place = components.findIndex((component) => component.includes(PLACEHOLDER))
  const before = components.slice(0, Math.max(0, place)).join('/')
  if (place < 0 || isFar(destination) || before.includes('{')) return undefined
  const [, work = ''] = label.split('-')
  const [first = '', ...rest] = (components[place] ?? '').split(PLACEHOLDER).map(escaped)
  const pattern = new RegExp(`^${first}\\d+-([0-9a-f]{8})${rest.join('.*')}$`)
  const names = namesIn(place === 0 ? '.' : before === '' ? '/' : before)
  const other = names.find((name) => (pattern.exec(name)?.[1] ?? work) !== work)
  return other === undefined ? undefined : [...components.slice(0, place), other].join('/')
}

/** Fields stand for themselves: no name of a file is then another one's. */
function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return [] // whoever writes there says why
  }
}

/** @throws UsageError for a file that every part would write. */
export function refuseShared(destinations: readonly Written[], { parts }: Part): void {
  if (parts === 1) return
  for (const { destination } of destinations) {
    if (destination.includes(PLACEHOLDER) || isFar(destination) || isStandard(destination)) continue
    if (!destination.includes('{') && !findDestination(destination).isFile) continue
    throw new UsageError(
      `${destination}: every part would write it: put ${PLACEHOLDER} into its name, as in out/${PLACEHOLDER}.jsonl`,
    )
  }
}
