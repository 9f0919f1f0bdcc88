// Runs a plan in one thread or in parts, and says all that came of it, so that two runs can be compared.

import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { InParts } from '../../src/parts/in-parts.ts'
import { shareOut } from '../../src/parts/share-out.ts'
import type { Way } from '../../src/parts/way.ts'
import type { Plan } from '../../src/plan/plan.ts'
import type { Report } from '../../src/plan/report.ts'
import { run, runIn } from '../../src/plan/run.ts'
import { hireHere } from './hire-here.ts'

export interface Outcome {
  files: Record<string, string>
  report?: Partial<Report>
  warnings: string[]
  bad: string[]
  error?: string
}

export interface Cutting {
  jobs: number
  step: number
  /** Who reads which input, where not as the plan has it. */
  ways?: Way[]
  isUnordered?: boolean
}

/** `place` has the plan write into a folder, which is made anew. */
export async function outcome(
  plan: Plan,
  place: (plan: Plan) => Plan,
  folder: string,
  cutting?: Cutting,
): Promise<Outcome> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  const warnings: string[] = []
  const bad: string[] = []
  const options = {
    onWarning: (message: string) => warnings.push(message),
    onBadRecord: ({ error }: { error: Error }) => bad.push(error.message),
  }
  const placed = place(plan)
  let report: Report | undefined
  let error: string | undefined
  try {
    const { jobs = 1, step = 0, ways, isUnordered = false } = cutting ?? {}
    const whole = ways ? 0 : Number.POSITIVE_INFINITY // bytes of an input that is not read in parts
    const shared = shareOut(placed, {
      jobs,
      isUnordered,
      cutting: { smallest: 0, document: whole, step, waits: true },
    })
    const running =
      'reason' in shared
        ? run(placed, options)
        : runIn(new InParts({ ...shared, ...(ways && { ways }) }, hireHere), placed, options)
    report = await Promise.race([running, late()])
  } catch (thrown) {
    error = `${(thrown as Error).name}: ${(thrown as Error).message}`
  }
  const { parts: _, seen = new Map(), ...rest } = report ?? {}
  const isEmpty = report?.records === 0
  return {
    files: filesIn(folder),
    ...(report && { report: { ...rest, seen: new Map(isEmpty ? [...seen].sort() : []) } }),
    warnings: byDestination(warnings.filter((warning) => !ofASample(warning))),
    bad,
    ...(error !== undefined && { error }),
  }
}

function filesIn(folder: string): Record<string, string> {
  const files: Record<string, string> = {}
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(file.parentPath, file.name)
    if (file.isFile()) files[path.slice(folder.length)] = readFileSync(path, 'latin1')
  }
  return files
}

/** Which of several destinations warns first hangs on batches. */
function byDestination(warnings: string[]): string[] {
  const nameOf = (warning: string) => warning.slice(0, warning.indexOf(': '))
  return warnings.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0))
}

/** What is said of arrays is found in a sample of the records that are whole, which are others. */
function ofASample(warning: string): boolean {
  return warning.includes('only where repeated')
}

async function late(): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, 60_000).unref())
  throw new Error('it does not end')
}
