// Provides what a flag is.

import { COMMANDS, type CommandName } from '../commands.ts'
import type { Request } from '../request.ts'

/** In the order of the help. */
export const GROUPS = [
  'Input',
  'Mapping',
  'Shape',
  'Limits',
  'Stages, in the order given',
  'Output',
  'Bad records',
  'Parts',
  'Server',
  'General',
] as const

export interface Flag {
  /** As written, dashes included, the long one last. */
  names: readonly string[]
  /** What stands for its argument; a flag without one is a switch. */
  argument?: string
  /** Whether that may begin with a dash, as a word of its own too. */
  takesDash?: true
  /** Whether the argument may be left out: it is written with = then, the flag alone is '' as a switch is. */
  isOptional?: true
  group: (typeof GROUPS)[number]
  summary: string
  details?: string
  example?: string
  /** Whether its place among the other flags means something. */
  isOrdered?: true
  /** The commands that take it, a run aside. */
  commands?: readonly CommandName[]
  /** Whether only they take it. */
  isOfCommands?: true
  /** Whether it is about inputs, or what is said of a run that reads them. */
  isOfInputs?: true
  /** Whether it says how XML is read: records that are JSON already have no use for it. */
  isOfXml?: true
  /** Whether it is no part of a plan, and so goes with one that is read from a file. */
  isBesidePlan?: true
  add(request: Request, text: string): void
}

/** Whether a command, or a run, takes the flag. */
export function isTakenBy(command: CommandName, flag: Flag): boolean {
  if (command === 'run') return !flag.isOfCommands
  if (flag.commands?.includes(command)) return true
  return COMMANDS[command].runsPipelines === true && !flag.isOfCommands && !flag.isOfInputs
}

/** As help shows it: names and what stands for the argument. */
export function written({ names, argument, isOptional }: Flag): string {
  if (argument === undefined) return names.join(', ')
  return `${names.join(', ')}${isOptional ? `[=${argument}]` : ` ${argument}`}`
}

/** Whether it stands alone, without an argument in the next word. */
export function standsAlone({ argument, isOptional }: Flag): boolean {
  return argument === undefined || isOptional === true
}

/** What errors call it. */
export function nameOf({ names }: Flag): string {
  return names.at(-1) ?? ''
}
