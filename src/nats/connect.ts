// Connects to a NATS server that keeps streams. A server that goes away is waited for, but not for ever.

import { setTimeout as pause } from 'node:timers/promises'
import {
  type ConsumerMessages,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
  jetstream,
  jetstreamManager,
  type PubAck,
  type StreamInfo,
} from '@nats-io/jetstream'
import {
  type ConnectionOptions,
  connect,
  createInbox,
  credsAuthenticator,
  headers,
  type Msg,
  type MsgHdrs,
  type NatsConnection,
  nkeyAuthenticator,
} from '@nats-io/transport-node'
import { type CosaxError, InputError } from '../core/errors.ts'
import type { NatsAddress } from './address.ts'
import { CERTIFICATE, factOf, NO_ANSWER } from './faults.ts'
import { type Identity, identityOf, trustOf } from './login.ts'

export type {
  ConsumerMessages,
  JetStreamClient,
  JetStreamManager,
  JsMsg,
  Msg,
  MsgHdrs,
  NatsConnection,
  PubAck,
  StreamInfo,
}
export { createInbox, headers }

const PATIENCE = 5000 // ms for one server to answer
const PAUSE = 250 // ms between two attempts
/** Seconds until a server that was there, and is not any more, has failed. */
export const LONGEST_LOSS = 120

/** Which error a fault is: of an input, or of an output. */
export type Failure = new (message: string) => CosaxError

export interface Connecting {
  /** The class of what is thrown; InputError if not given. */
  Failure?: Failure
  /** Aborted when no connection is wanted any more. */
  signal?: AbortSignal
  /** Called when the server is there again after it was lost. */
  onReconnect?: () => void
  /** Called when the server refuses what was sent to it, and says so on its own account. */
  onFault?: (error: CosaxError) => void
  /** Called when it was lost for too long, or shuts us out: nothing will come or go any more. */
  onLost?: (error: CosaxError) => void
}

export interface Connected {
  connection: NatsConnection
  jetstream: JetStreamClient
  manager: JetStreamManager
  /** The largest message that the server takes, in bytes. */
  largest: number
  /** Ends it; what was published is sent before. To call it again is harmless. */
  close(): Promise<void>
}

/**
 * Connects to the first server that answers.
 *
 * @throws UsageError when a file of the address cannot be read; otherwise `Failure`, with one fact: nobody is there,
 * we are not let in, TLS fails, or it keeps no streams.
 */
export async function connectNats(
  address: NatsAddress,
  { Failure = InputError, signal, onReconnect, onFault, onLost }: Connecting = {},
): Promise<Connected> {
  const options = optionsFor(address)
  // with TLS 1.3 a server that wants a certificate says so too late for the client to hear it
  const isMute = options.tls && !('certFile' in options.tls)
  const fault = (error: unknown) => {
    const fact = factOf(error)
    const cause =
      isMute && fact === NO_ANSWER ? `: does it ask for a certificate (${CERTIFICATE})?` : ''
    return new Failure(`${address.shown}: ${fact}${cause}`)
  }
  const wait = Number(address.parameters.get('wait') ?? 0)
  const connection = await reach(options, wait, signal).catch((error) => {
    signal?.throwIfAborted()
    throw fault(error)
  })
  const lost = watchLoss(connection, wait || LONGEST_LOSS, {
    onReconnect: () => onReconnect?.(),
    onFault: (error) => onFault?.(fault(error)),
    onLost: (error) => onLost?.(fault(error)),
  })
  let manager: JetStreamManager
  try {
    manager = await jetstreamManager(connection)
  } catch (error) {
    lost.ends()
    await connection.close()
    throw fault(error)
  }
  return {
    connection,
    jetstream: jetstream(connection),
    manager,
    largest: connection.info?.max_payload ?? 1024 * 1024,
    async close() {
      lost.ends()
      if (connection.isClosed()) return
      await connection.flush().catch(() => {})
      await connection.close()
    },
  }
}

/**
 * What is known of the stream of an address.
 *
 * @throws `Failure` when there is none, or it may not be asked for.
 */
export async function streamOf(
  { manager }: Connected,
  address: NatsAddress,
  Failure: Failure = InputError,
): Promise<StreamInfo> {
  try {
    return await manager.streams.info(address.stream)
  } catch (error) {
    throw new Failure(`${address.shown}: ${factOf(error)}`)
  }
}

function optionsFor(address: NatsAddress): ConnectionOptions {
  const tls = trustOf(address)
  return {
    name: 'cosax',
    servers: address.servers,
    ...identified(identityOf(address)),
    ...(tls && { tls }),
    timeout: PATIENCE,
    maxReconnectAttempts: -1, // for as long as `watchLoss` has it
    reconnectTimeWait: PAUSE,
    reconnectJitter: PAUSE,
    reconnectJitterTLS: PAUSE,
    ignoreAuthErrorAbort: false,
    noAsyncTraces: true,
  }
}

function identified(identity: Identity): ConnectionOptions {
  switch (identity.by) {
    case 'nothing':
      return {}
    case 'password':
      return { user: identity.user, pass: identity.password }
    case 'token':
      return { token: identity.token }
    case 'creds':
      return { authenticator: credsAuthenticator(identity.text) }
    case 'nkey': {
      const [seed = ''] = /\bSU[A-Z2-7]{56}\b/.exec(identity.text.toString('latin1')) ?? []
      return { authenticator: nkeyAuthenticator(Buffer.from(seed)) }
    }
  }
}

/** Tries again for so many seconds where nobody answers. */
async function reach(
  options: ConnectionOptions,
  wait: number,
  signal: AbortSignal | undefined,
): Promise<NatsConnection> {
  const end = performance.now() + 1000 * wait
  while (true) {
    signal?.throwIfAborted()
    try {
      return await connect(options)
    } catch (error) {
      const isAbsent = /refused|reset|timeout|not found|ENOTFOUND|EAI_AGAIN/i.test(String(error))
      if (!isAbsent || performance.now() >= end) throw error
    }
    await pause(PAUSE)
  }
}

interface Watching {
  onReconnect: () => void
  onFault: (error: unknown) => void
  onLost: (error: unknown) => void
}

/** Notices that the server has gone, and closes the connection when it stays away. */
function watchLoss(
  connection: NatsConnection,
  longest: number,
  { onReconnect, onFault, onLost }: Watching,
): { ends(): void } {
  let timer: NodeJS.Timeout | undefined
  let isWanted = true
  const calm = () => {
    clearTimeout(timer)
    timer = undefined
  }
  const watch = async () => {
    for await (const status of connection.status()) {
      const { type } = status
      if (!isWanted) break
      if (type === 'disconnect') {
        timer ??= setTimeout(() => {
          if (!isWanted) return
          isWanted = false
          onLost(new Error(`no connection for ${longest} seconds`))
          connection.close().catch(() => {})
        }, 1000 * longest)
      } else if (type === 'reconnect') {
        calm()
        onReconnect()
      } else if (type === 'error' && 'error' in status) onFault(status.error)
    }
  }
  watch().catch(() => {})
  connection.closed().then((error) => {
    calm()
    if (isWanted && error) onLost(error)
    isWanted = false
  })
  return {
    ends() {
      isWanted = false
      calm()
    },
  }
}
