// Finds fields of a plan that the beginning of its input seems not to have: a cheap check that may be wrong.

import { everyRecord, parsePattern } from '../engine/pattern.ts'
import type { NamedField } from '../plan/named-fields.ts'
import type { Plan } from '../plan/plan.ts'
import { TEXT_KEY } from '../record/record.ts'

/** Whether any of the fields is worth looking for. */
export function isAnyUnmet(fields: NamedField[], plan: Plan, beginning: Uint8Array): boolean {
  const whole = Buffer.from(beginning).toString('latin1')
  const text = plan.records ? whole : ofRecords(whole, plan)
  return fields.some(({ field, before }) => {
    const name = field.at(-1) ?? ''
    const isMade =
      name === TEXT_KEY ||
      name.includes('}') ||
      [plan.withName, plan.withSource].includes(field[0]) ||
      JSON.stringify(before).includes(JSON.stringify(field.join('/')))
    if (isMade) return false
    return plan.records ? !isName(text, name) : !isIn(text, name, plan.mapping !== undefined)
  })
}

/** What of a document belongs to its records, by their start tags and the next end tags of that name. */
function ofRecords(text: string, { record, fragments }: Plan): string {
  const ways = parsePattern(record ?? everyRecord(fragments))
  const names = ways.flatMap((way) => way.at(-1)?.tests ?? []).map(({ local }) => local)
  if (names.includes('*')) return text
  const name = `(?:[^\\s<>/:]*:)?(?:${names.map(escaped).join('|')})(?=[\\s/>])`
  const end = new RegExp(`</${name}`)
  return text
    .split(new RegExp(`<${name}`))
    .slice(1)
    .map((piece) => piece.split(end, 1)[0])
    .join('\n')
}

/** Whether it is a name in JSON; the bytes of a text are its characters here. */
function isName(text: string, name: string): boolean {
  return text.includes(Buffer.from(JSON.stringify(name)).toString('latin1'))
}

function isIn(text: string, name: string, isMapped: boolean): boolean {
  const [, prefix = '', local = ''] = /^([@_$]?)(.*)$/s.exec(name) ?? []
  const bare = escaped(isMapped ? local : name.replace(/^@/, ''))
  const element = `<(?:[^\\s<>/]*:)?${bare}[\\s/>]`
  const attribute = `\\s(?:[^\\s<>/=]*:)?${bare}\\s*=`
  const wanted = isMapped ? `${element}|${attribute}` : prefix === '@' ? attribute : element
  return new RegExp(wanted).test(text)
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
