// Provides the status as text that Prometheus reads.
import type { ServerStatus } from './status.ts'
export function metricsOf(_: ServerStatus): string {
  return ''
}
