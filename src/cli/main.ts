// Turns a command line into an exit code. What only some need (help, colours, messages) is loaded for them.

import { UsageError } from '../core/errors.ts'
import { mayNeverEnd } from '../plan/endless.ts'
import { type Plan, STDIN } from '../plan/plan.ts'
import { partsThatRun } from '../plan/programs.ts'
import { isTerminal } from '../sinks/terminal.ts'
import type { PartOfPlan } from '../split/part-plan.ts'
import { COMMANDS, type CommandName } from './commands.ts'
import { parseArguments } from './parse.ts'
import type { Request } from './request.ts'
import { Interrupted } from './signals.ts'
import { keepYoungGenerationSmall } from './young-generation.ts'

export async function main(words: string[]): Promise<number> {
  try {
    if (words[0] === '__complete') {
      const { complete } = await import('./complete/complete.ts')
      return await complete(words.slice(1))
    }
    return await answer(await parseArguments(words))
  } catch (error) {
    if (error instanceof Interrupted) return error.raise()
    const { reportFailure } = await import('./diagnostics.ts')
    return reportFailure(error, words[0])
  }
}

async function answer(request: Request): Promise<number> {
  const { command, shows } = request
  if (request.planFile !== undefined) {
    const { readPlan } = await import('./plan-file.ts')
    const isTrusted = request.execution === 'allowed'
    request.takePlan(readPlan(request.planFile, isTrusted), request.planFile)
  }
  if (request.execution === 'refused') refuseProcesses(request.plan)
  if (request.shape !== undefined) {
    const { applyShape } = await import('../plan/apply-shape.ts')
    const { readText } = await import('./read-text.ts')
    request.plan = applyShape(request.plan, readText(request.shape), request.shape)
    request.reads.push(request.shape)
  }
  let part: PartOfPlan | undefined
  if (request.manifest !== undefined || request.partNamed !== undefined) {
    const { takePart } = await import('./part.ts')
    part = takePart(request)
  }
  const { plan } = request
  const reads = COMMANDS[command].readsInputs !== false
  const isWithout = reads && plan.inputs.length === 0 && !request.hasList
  if (isWithout) plan.inputs.push(STDIN)
  if (shows !== undefined) {
    const { show } = await import('./show.ts')
    return show(request, shows)
  }
  if (isWithout && isTerminal(0)) {
    const { showUsage } = await import('./show.ts')
    return showUsage(command)
  }
  keepYoungGenerationSmall()
  if (command !== 'run') return PERFORM[command](request)
  if (!part) return runHere(request)
  const { runPart } = await import('./part.ts')
  return runPart(request, part, () => runHere(request))
}

async function runHere(request: Request): Promise<number> {
  if (!mayNeverEnd(request.plan.pipeline)) {
    const { runPlan } = await import('./run.ts')
    return runPlan(request)
  }
  const { runGuarded } = await import('./guard.ts')
  return runGuarded(request)
}

/** @throws UsageError when the command line would start one. */
function refuseProcesses(plan: Plan): void {
  for (const { flag, kind } of partsThatRun(plan)) {
    if (kind === 'process')
      throw new UsageError(`--no-exec: refused, as it starts a process: ${flag}`)
  }
}

/** What each command does, loaded for it; the answer is an exit code. */
const PERFORM: Record<Exclude<CommandName, 'run'>, (request: Request) => Promise<number>> = {
  man: async (request) => (await import('./man.ts')).printManual(request),
  completion: async (request) => (await import('./completion.ts')).printCompletion(request),
  help: async (request) => (await import('./help-topic.ts')).printHelp(request),
  check: async (request) => (await import('./check.ts')).checkInputs(request),
  split: async (request) => (await import('./split.ts')).splitFiles(request),
  work: async (request) => (await import('./work.ts')).workOnParts(request),
  jobs: async (request) => (await import('./jobs.ts')).showJobs(request),
  infer: async (request) => (await import('./infer.ts')).inferShape(request),
  serve: async (request) => (await import('./serve.ts')).serveClients(request),
  tree: async (request) => (await import('./tree.ts')).drawTree(request),
}
