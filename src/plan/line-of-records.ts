// Joins what a plan says of JSON lines into one line from their bytes to the sinks.

import type { Engine } from '../engine/engine.ts'
import { LIMITS } from '../engine/limits.ts'
import { LineScanner } from '../engine/line-scanner.ts'
import { LineProgram } from '../engine/lines/line-program.ts'
import { LineRecords } from '../engine/lines/line-records.ts'
import { located } from '../engine/lines/located.ts'
import { RECORDS } from '../expression/program.ts'
import { formatOfDestination } from '../sinks/destination-format.ts'
import { badRecordsOf, type Line, type LineOptions, targetOf, together } from './ends.ts'
import { lineFrontFor } from './line-front.ts'
import { type Exit, lower } from './lower.ts'
import type { Parsing, Plan } from './plan.ts'

export async function joinLineOfRecords(plan: Plan, options: LineOptions): Promise<Line> {
  const { pipeline, withSource } = plan
  const { openSink, report, meter, calls } = options
  const limits = { ...LIMITS, ...plan.limits }
  const front = lineFrontFor(plan, calls)
  const { onLowered } = meter ?? {}
  const { program: steps, exits } = lower(pipeline, openSink, front, onLowered)
  const targets = exits.map((exit) => targetOf(exit, options))
  const end = together(targets)
  const scanner = new LineScanner(limits.depth, limits.record)
  const rewrites = exits.map(isReadAgain)
  const program = new LineProgram({ program: steps, exits: targets, rewrites, scanner })
  if (meter) meter.passed = (step) => program.passed(step)
  const badRecords = await badRecordsOf(plan, options)
  let input: LineRecords | undefined
  return {
    end,
    open(source) {
      const from = withSource !== undefined && { recordOf: located(withSource, source, scanner) }
      input = new LineRecords({ source, scanner, program, limits, report, badRecords, ...from })
      return input
    },
    leave: () => input?.leave(),
    tolerates: (fault) => badRecords?.allows(fault) === true,
    get isDone() {
      return end.done || program.isDone
    },
    warning: undefined,
    unknown: undefined,
    findings: { fields: [], entities: { names: [], others: 0 } },
    learn() {},
    get records() {
      return report.records
    },
    get isInRecord() {
      return input?.isInRecord ?? false
    },
    passed: (step) => program.passed(step),
    get memory() {
      return scanner.memory
    },
  }
}

/** Whether lines go where they are read: there they have to be as records of XML are written. */
function isReadAgain(exit: Exit): boolean {
  if (!('destination' in exit)) return false
  return formatOfDestination(exit.destination, exit.writing).format.keepsLines !== true
}

/** Makes engines for inputs of which nothing is wanted. */
export function lineChecker(given: Parsing['limits']): (source: string) => Engine {
  const limits = { ...LIMITS, ...given }
  const scanner = new LineScanner(limits.depth, limits.record)
  const counting = { steps: [{ after: RECORDS, do: 'count', exit: 0 } as const], exits: 1 }
  const program = new LineProgram({ program: counting, exits: [UNWANTED], scanner })
  return (source) => new LineRecords({ source, scanner, program, limits, report: { records: 0 } })
}

const UNWANTED = { send: () => true, done: false }
