// Provides what bounds a server, and the usual bounds.

export interface ServeLimits {
  /** Of one client. */
  bytes: number
  records: number
  /** That it may be there, and that nothing is read from it or written to it. */
  seconds: number
  idleSeconds: number
  /** At once. */
  clients: number
  /** Of the process, in bytes: beyond, no more clients are let in and the largest is ended. */
  memory: number
}

export const SERVE_LIMITS: ServeLimits = {
  bytes: 1024 ** 4,
  records: 1e12,
  seconds: 24 * 60 * 60,
  idleSeconds: 60,
  clients: 4096,
  memory: 2 * 1024 ** 3,
}
