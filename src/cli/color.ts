// Provides colours, for terminals that show them. What paints is loaded for those only.

import type * as Chalk from 'chalk'
import { isTerminal } from '../sinks/terminal.ts'

type Paint = (text: string) => string

export const heading: Paint = (text) => painter(1)?.bold(text) ?? text
export const name: Paint = (text) => painter(1)?.cyan(text) ?? text
export const attribute: Paint = (text) => painter(1)?.yellow(text) ?? text
export const quiet: Paint = (text) => painter(1)?.dim(text) ?? text
export const failure: Paint = (text) => painter(2)?.red(text) ?? text
export const hint: Paint = (text) => painter(2)?.yellow(text) ?? text

const known = new Map<number, Chalk.ChalkInstance | undefined>()

/** What paints for stdout, 1, or stderr, 2. */
function painter(descriptor: 1 | 2): Chalk.ChalkInstance | undefined {
  if (!known.has(descriptor))
    known.set(descriptor, showsColors(descriptor) ? load(descriptor) : undefined)
  return known.get(descriptor)
}

function showsColors(descriptor: number): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env // https://no-color.org, which the library leaves to us
  if (FORCE_COLOR !== undefined) return true // the library knows how many, or that 0 is none
  return !NO_COLOR && isTerminal(descriptor)
}

function load(descriptor: 1 | 2): Chalk.ChalkInstance {
  const { createRequire } = process.getBuiltinModule('node:module')
  const { default: stdout, chalkStderr } = createRequire(import.meta.url)('chalk') as typeof Chalk
  return descriptor === 1 ? stdout : chalkStderr
}
