// Turns what is known of a server into metrics for Prometheus: its text format, version 0.0.4.

import type { PipelineRow, ServerStatus } from './status.ts'

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

interface Metric {
  /** A counter's ends in `_total`; units are seconds and bytes. */
  name: string
  type: 'counter' | 'gauge'
  help: string
  samples: Sample[]
}

interface Sample {
  labels?: Record<string, string>
  value: number
}

/** No client has a label of its own: each would be a series that Prometheus keeps. */
export function metricsOf(status: ServerStatus): string {
  return [...ofServer(status), ...ofPipeline(status.pipeline), ...ofProcess(status)]
    .filter(({ samples }) => samples.length > 0)
    .map(text)
    .join('')
}

function ofServer({ totals, isClosing, tasks }: ServerStatus): Metric[] {
  return [
    gauge('cosax_clients', 'Clients that are connected.', totals.clients),
    counter('cosax_clients_accepted_total', 'Clients that came.', totals.clientsEver),
    counter('cosax_clients_refused_total', 'Clients that were turned away.', totals.refused),
    counter('cosax_clients_failed_total', 'Clients that ended with an error.', totals.failed),
    counter('cosax_read_bytes_total', 'Bytes that clients sent.', totals.bytes),
    counter('cosax_records_total', 'Records found in what clients sent.', totals.records),
    counter('cosax_records_written_total', 'Records that were written.', totals.written),
    gauge('cosax_closing', '1 when no client is taken any more, else 0.', Number(isClosing)),
    {
      name: 'cosax_tasks',
      type: 'gauge',
      help: 'Tasks by what they do or wait for.',
      samples: Object.entries(tasks).map(([state, value]) => ({ labels: { state }, value })),
    },
  ]
}

function ofPipeline(rows: PipelineRow[]): Metric[] {
  const samples = (of: (row: PipelineRow) => number | undefined) =>
    rows.flatMap((row, index) => {
      const value = of(row)
      const labels = { step: `${index + 1}`, kind: row.kind, text: row.what }
      return value === undefined ? [] : [{ labels, value }]
    })
  return [
    {
      name: 'cosax_step_records_received_total',
      type: 'counter',
      help: 'Records that came to a step of the pipeline.',
      samples: samples((row) => row.in),
    },
    {
      name: 'cosax_step_records_sent_total',
      type: 'counter',
      help: 'Records that left a step of the pipeline.',
      samples: samples((row) => row.out),
    },
    {
      name: 'cosax_step_clients_held',
      type: 'gauge',
      help: 'Clients that wait because a step of the pipeline takes no more.',
      samples: samples((row) => row.held),
    },
  ]
}

/** Under the names that every exporter has for them. */
function ofProcess({ time, uptimeSeconds, totals }: ServerStatus): Metric[] {
  const started = Math.round(time - 1000 * uptimeSeconds) / 1000
  return [
    gauge('process_start_time_seconds', 'When the process began, since 1970.', started),
    gauge('process_resident_memory_bytes', 'Memory of the process.', totals.memory),
    counter(
      'process_cpu_seconds_total',
      'Time of processors that it used.',
      totals.processorSeconds,
    ),
  ]
}

function counter(name: string, help: string, value: number): Metric {
  return { name, type: 'counter', help, samples: [{ value }] }
}

function gauge(name: string, help: string, value: number): Metric {
  return { name, type: 'gauge', help, samples: [{ value }] }
}

function text({ name, type, help, samples }: Metric): string {
  const lines = samples.map(({ labels = {}, value }) => `${name}${braced(labels)} ${value}`)
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n')
}

function braced(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join()}}`
}

function escaped(value: string): string {
  return value.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`))
}
