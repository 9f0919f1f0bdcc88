// Names what keeps jobs on a NATS server: a stream of parts, a stream of what is known of them, and their subjects.

/** Parameters of an address where a stream of jobs is made. */
export const MAKING = ['lease', 'tries', 'replicas'] as const

/** The consumer that hands parts out to workers. */
export const WORKERS = 'workers'

/** By which a stream says what it is, and of which form. */
export const PARTS_ARE = 'parts of cosax split, version 1'
export const STATES_ARE = 'states of parts of cosax split, version 1'

export function statesOf(stream: string): string {
  return `${stream}-state`
}

export function partSubject(stream: string, id: string): string {
  return `cosax.jobs.${stream}.part.${id}`
}

export function stateSubject(stream: string, id: string): string {
  return `cosax.jobs.${stream}.state.${id}`
}

/** The id that a subject ends with. */
export function idIn(subject: string): string {
  return subject.slice(subject.lastIndexOf('.') + 1)
}

/** What an id says of its manifest. */
export function manifestIn(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf('-')))
}

/** The number of a part, which its id ends with; 0 for what is no id. */
export function numberIn(id: string): number {
  return Number(/-(\d{1,9})$/.exec(id)?.[1] ?? 0)
}
