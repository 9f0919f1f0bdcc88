// Turns the words of a command line into a request.

import { UsageError } from '../core/errors.ts'
import { COMMANDS, commandNamed } from './commands.ts'
import { type Flag, isTakenBy, nameOf } from './flags/flag.ts'
import { FLAGS } from './flags/flags.ts'
import { readPlain } from './plain.ts'
import { Request } from './request.ts'
import type { Words } from './words.ts'

/** @throws UsageError when the words cannot be understood. */
export async function parseArguments(words: readonly string[]): Promise<Request> {
  const command = commandNamed(words[0])
  if (command === 'help' && !words.some((word) => word === '-h' || word === '--help')) {
    const request = new Request('help')
    request.plan.inputs.push(...words.slice(1)) // which may look like flags
    return request
  }
  const rest = withDashes(command ? words.slice(1) : words)
  return requested(command ?? 'run', readPlain(rest) ?? (await readWithYargs(rest)))
}

/** `--sort -price` as `--sort=-price`: what follows is no flag if there is none of that name. */
function withDashes(words: readonly string[]): string[] {
  const joined: string[] = []
  for (const [i, word] of words.entries()) {
    const before = words[i - 1] ?? ''
    const isFlag = FLAGS.some(({ names }) => names.includes(word))
    const isText = /^-[^-]/.test(word) && !isFlag && DASH_TAKERS.has(before)
    if (isText) joined[joined.length - 1] = `${before}=${word}`
    else joined.push(word)
  }
  return joined
}

const DASH_TAKERS = new Set(FLAGS.flatMap((flag) => (flag.takesDash ? flag.names : [])))

async function readWithYargs(words: readonly string[]): Promise<Words> {
  const yargs = await import('./yargs.ts')
  return yargs.readWithYargs(words)
}

/** The request that flags and files make: flags about the input first, as they may stand anywhere. */
export function requested(command: Request['command'], words: Words): Request {
  const request = new Request(command)
  const uses = words.uses.toSorted(([a], [b]) => rank(a) - rank(b))
  for (const [flag, text] of uses) {
    if (command !== 'run' && !isTakenBy(command, flag)) {
      const reason = COMMANDS[command].refusals?.[nameOf(flag)]
      throw new UsageError(`${command} takes no ${nameOf(flag)}${reason ? `: ${reason}` : ''}`)
    }
    if (command === 'run' && flag.isOfCommands) {
      const commands = flag.commands?.map((name) => `cosax ${name}`).join(' and ')
      throw new UsageError(`${nameOf(flag)}: a flag of ${commands}`)
    }
    flag.add(request, text)
  }
  if (request.plan.records) checkRecords(uses)
  request.checkModifiers()
  request.addInputs(words.files)
  if (request.planFile !== undefined) {
    const isOfPlan = ({ isBesidePlan, commands }: Flag) =>
      !isBesidePlan && !commands?.includes(command)
    const [flag] = uses.find(([flag]) => isOfPlan(flag)) ?? []
    if (flag) throw new UsageError(`--plan: the plan is whole, ${nameOf(flag)} does not go with it`)
  }
  return request
}

/** @throws UsageError for a flag about XML. */
function checkRecords(uses: Words['uses']): void {
  const [flag] = uses.find(([{ isOfXml }]) => isOfXml) ?? []
  if (flag) {
    throw new UsageError(`${nameOf(flag)}: is about XML, the inputs of --records are JSON lines`)
  }
}

function rank(flag: Flag): number {
  return flag.isOrdered ? FLAGS.length : FLAGS.indexOf(flag)
}
