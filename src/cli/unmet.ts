// Suspects fields of a plan that the beginning of its input does not seem to have: cheap, and wrong at times.

import type { NamedField } from '../plan/named-fields.ts'
import type { Plan } from '../plan/plan.ts'
import { TEXT_KEY } from '../record/record.ts'

/** Whether any of the fields is worth looking for. */
export function isAnyUnmet(fields: NamedField[], plan: Plan, beginning: Uint8Array): boolean {
  const text = Buffer.from(beginning).toString('latin1')
  return fields.some(({ field, before }) => {
    const name = field.at(-1) ?? ''
    const isMade =
      name === TEXT_KEY ||
      name.includes('}') ||
      [plan.withName, plan.withSource].includes(field[0]) ||
      JSON.stringify(before).includes(JSON.stringify(field.join('/')))
    return !isMade && !isIn(text, name, plan.mapping !== undefined)
  })
}

function isIn(text: string, name: string, isMapped: boolean): boolean {
  const [, prefix = '', local = ''] = /^([@_$]?)(.*)$/s.exec(name) ?? []
  const escaped = (isMapped ? local : name.replace(/^@/, '')).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  const element = `<(?:[^\\s<>/]*:)?${escaped}[\\s/>]`
  const attribute = `\\s(?:[^\\s<>/=]*:)?${escaped}\\s*=`
  const wanted = isMapped ? `${element}|${attribute}` : prefix === '@' ? attribute : element
  return new RegExp(wanted).test(text)
}
