// Provides what flags say about a server.

import type { ServeLimits } from '../serve/limits.ts'
import type { Address } from '../serve/server.ts'

export interface Serving {
  tcp: Address[]
  http: Address[]
  limits: Partial<ServeLimits>
  /** Seconds. */
  grace?: number
  token?: string
  /** Files in PEM. */
  certificate?: string
  key?: string
  allowsQueries?: boolean
}
