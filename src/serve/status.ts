// Provides what is known of a server at a moment: plain data, for its page and its metrics.

/** A row of the pipeline, as `--explain` has it; an arrow leads to it from the row `from`. */
export interface PipelineRow {
  kind: 'read' | 'parse' | 'records' | 'bad records' | 'mapping' | 'stage' | 'sink'
  what: string
  /** Where it runs. */
  place?: string
  /** The number of the row from which it receives; the first has none. */
  from?: number
  /** Records of all clients so far that came, and that left. */
  in?: number
  out?: number
  /** The same each second, in the last second. */
  inRate?: number
  outRate?: number
  /** How many clients wait because of it: it takes no more for the moment. */
  held: number
}

export interface ClientStatus {
  id: number
  /** Where it comes from: `127.0.0.1:54321`. */
  from: string
  protocol: 'tcp' | 'http'
  /** What its task does: waits for bytes, waits until the client or a sink takes more, or works. */
  state: 'reading' | 'writing' | 'held' | 'working'
  /** Bytes that came, and records found in them. */
  bytes: number
  records: number
  /** Since it came; since something was last read from it or written to it. */
  seconds: number
  idleSeconds: number
}

export interface FailureStatus {
  /** Milliseconds since 1970. */
  time: number
  client: number
  from: string
  message: string
}

export interface ServerStatus {
  /** Milliseconds since 1970. */
  time: number
  uptimeSeconds: number
  /** `tcp://127.0.0.1:4000`. */
  listening: string[]
  /** Whether it accepts no more clients, and ends when those that are there have ended. */
  isClosing: boolean
  pipeline: PipelineRow[]
  /** Those that have been there longest first; at most 1,000. */
  clients: ClientStatus[]
  /** Tasks by what they wait for, `ready` and `running`. */
  tasks: Record<string, number>
  /** The last ones, newest first; at most 20. */
  failures: FailureStatus[]
  totals: {
    clients: number
    clientsEver: number
    /** Turned away: too many, too much memory, a wrong token. */
    refused: number
    failed: number
    bytes: number
    records: number
    written: number
    /** Of the process, in bytes. */
    memory: number
    processorSeconds: number
  }
  rates: { bytes: number; records: number; written: number }
}
