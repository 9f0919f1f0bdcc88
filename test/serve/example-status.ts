// Makes up what a server knows of itself: rows as `--explain` has them, clients by number.

import type { ClientStatus, PipelineRow, ServerStatus } from '../../src/serve/status.ts'

const KERNEL = 'in the kernel'
const JAVASCRIPT = 'in JavaScript'

export const STRAIGHT: PipelineRow[] = [
  { kind: 'read', what: 'read what clients send', held: 0 },
  { kind: 'parse', what: 'parse with kernel', place: KERNEL, from: 0, held: 0 },
  { kind: 'records', what: 'records bus', place: KERNEL, from: 1, out: 9_000, held: 0 },
  {
    kind: 'stage',
    what: 'filter route = "22"',
    place: KERNEL,
    from: 2,
    in: 9_000,
    out: 400,
    held: 0,
  },
  { kind: 'stage', what: 'select id, route', place: KERNEL, from: 3, in: 400, out: 400, held: 0 },
  {
    kind: 'sink',
    what: 'write JSON lines to the client',
    place: KERNEL,
    from: 4,
    in: 400,
    held: 0,
  },
]

export const BRANCHED: PipelineRow[] = [
  ...STRAIGHT.slice(0, 3),
  row('stage', 'filter route = "22"', KERNEL, 2, 1000),
  row('sink', 'write JSON lines to 22.jsonl', KERNEL, 3, 1000),
  row('stage', 'filter direction = "North Bound"', KERNEL, 2, 2000),
  row('stage', 'select id, latitude, longitude', KERNEL, 5, 2000),
  row('sink', 'write CSV to north.csv', JAVASCRIPT, 6, 2000),
  row('stage', 'count-by route', JAVASCRIPT, 2, 9000),
  row('sink', 'write JSON lines to the client', JAVASCRIPT, 8, 40),
]

function row(
  kind: PipelineRow['kind'],
  what: string,
  place: string,
  from: number,
  records: number,
): PipelineRow {
  const leaves = kind === 'sink' ? {} : { out: records }
  return { kind, what, place, from, in: records, ...leaves, held: 0 }
}

const STATES = ['reading', 'working', 'writing', 'held'] as const

export function client(n: number, second = 0): ClientStatus {
  const records = n * 10 + second * (n % 7)
  return {
    id: n,
    from: `10.0.${n >> 8}.${n & 255}:${40_000 + n}`,
    protocol: n % 5 === 0 ? 'http' : 'tcp',
    state: STATES[n % 11 === 0 ? 3 : n % 3] ?? 'reading',
    bytes: records * 330,
    records,
    seconds: 4000 - n * 3 + second,
    idleSeconds: n % 4 === 0 ? second + (n % 90) : 0,
  }
}

/** After so many seconds, with as many clients. */
export function exampleStatus(
  second: number,
  clients: number,
  pipeline: PipelineRow[] = STRAIGHT,
): ServerStatus {
  const passed = (records: number) => records * (second + 1)
  return {
    time: Date.UTC(2026, 0, 1, 12) + second * 1000,
    uptimeSeconds: 86_000 + second,
    listening: ['tcp://127.0.0.1:4000', 'http://127.0.0.1:8080'],
    isClosing: false,
    pipeline: pipeline.map((row) => ({
      ...row,
      ...(row.in === undefined ? {} : { in: passed(row.in), inRate: row.in + second }),
      ...(row.out === undefined ? {} : { out: passed(row.out), outRate: row.out + second }),
    })),
    clients: Array.from({ length: clients }, (_, n) => client(n + 1, second)),
    tasks: { running: 1, ready: 12, 'waits to read': clients, sleeps: 2 },
    failures: [
      {
        time: Date.UTC(2026, 0, 1, 11, 59, 31),
        client: 17,
        from: '10.0.0.17:40017',
        message: 'tag not closed: expected </bus>, found </route>',
      },
    ],
    totals: {
      clients,
      clientsEver: clients + 321,
      refused: 3,
      failed: 12,
      bytes: passed(2_970_000),
      records: passed(9000),
      written: passed(400),
      memory: 187_340_800,
      processorSeconds: 12.25 + second / 2,
    },
    rates: { bytes: 2_970_000 + second * 1000, records: 9000 + second, written: 400 + second },
  }
}
