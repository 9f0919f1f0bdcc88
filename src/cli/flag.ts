// Provides what a flag is.

import type { Request } from './request.ts'

export interface Flag {
  /** As written, dashes included, the long one last. */
  names: readonly string[]
  /** What stands for its argument; a flag without one is a switch. */
  argument?: string
  group: 'Input' | 'Limits' | 'Stages, in the order given' | 'Output' | 'General'
  summary: string
  details?: string
  example?: string
  /** Whether its place among the other flags means something. */
  isOrdered?: true
  /** Whether `cosax check` takes it too. */
  isForCheck?: true
  add(request: Request, text: string): void
}

/** What errors call it. */
export function nameOf({ names }: Flag): string {
  return names.at(-1) ?? ''
}
