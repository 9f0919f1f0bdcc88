// Turns what a NATS client throws into the words of this program: one fact, without secrets.

import { messageOf } from '../core/errors.ts'

export const NO_ANSWER = 'no answer'
/** How one is named in an address. */
export const CERTIFICATE = 'cert=FILE&key=FILE'

export function factOf(error: unknown): string {
  const texts = [...chain(error)].map(
    (each) => `${nameOf(each)} ${codeOf(each)} ${messageOf(each)}`,
  )
  for (const [pattern, fact] of FACTS) {
    const found = texts.map((text) => pattern.exec(text)).find((match) => match !== null)
    if (found) return typeof fact === 'string' ? fact : fact(found)
  }
  return messageOf(error) || 'failed without a reason'
}

const UNTRUSTED =
  /\b(?:SELF_SIGNED\w*|DEPTH_ZERO\w*|UNABLE_TO\w*|CERT_\w+|ERR_TLS_\w+|self.signed certificate|unable to verify|certificate has expired)/

export const NO_STREAMS =
  'the server keeps no streams: JetStream is not enabled there (nats-server -js)'

type Fact = string | ((match: RegExpExecArray) => string)

const FACTS: readonly (readonly [RegExp, Fact])[] = [
  [/ECONNREFUSED|connection refused/i, 'connection refused: no server listens there'],
  [/ENOTFOUND|EAI_AGAIN/, 'host not found'],
  [
    /AuthorizationError|UserAuthenticationExpired|Authorization Violation|authentication (?:timeout|expired)|nkeys?\b|invalid (?:seed|encoding|checksum)|unable to parse credentials/i,
    'not let in: wrong or no user, password, token or key',
  ],
  [
    /Permissions Violation for (Publish|Subscription)(?: to)? "([^"]*)/i,
    ([, what = '', subject = '']) =>
      `not allowed to ${/^p/i.test(what) ? 'publish to' : 'subscribe to'} ${JSON.stringify(subject)}`,
  ],
  [
    /server does not support 'tls'|tls.* is not available/i,
    'the server does not speak TLS: expected nats:// without ca',
  ],
  [
    UNTRUSTED,
    ([code = '']) =>
      `its certificate is not trusted (${code.toLowerCase().replaceAll('_', ' ')}): ca=FILE names whom to trust`,
  ],
  [
    /EPROTO|ERR_SSL\w*|\bSSL\b|alert (?:number|bad|certificate)|tls:/i,
    `TLS failed: does the server ask for a certificate (${CERTIFICATE})?`,
  ],
  [/ERR_OSSL\w*|PEM|asn1/i, 'ca, cert or key is no certificate or key'],
  [/JetStreamNotEnabled|jetstream (?:is )?not enabled|\b10039\b|\b10076\b/i, NO_STREAMS],
  [/StreamNotFound|stream not found|\b10059\b/i, 'the server has no such stream'],
  [/ConsumerNotFound|consumer not found|\b10014\b/i, 'the stream has no such consumer'],
  [/NoResponders|no responders/i, NO_STREAMS],
  [
    /ECONNRESET|EPIPE|ClosedConnection|closed connection|connection disconnected/i,
    'the connection was closed',
  ],
  [/TimeoutError|ETIMEDOUT|\btimeout\b/i, NO_ANSWER],
]

/** An error and what it was caused by. */
function* chain(error: unknown): Generator<unknown> {
  for (let each = error; each !== undefined && each !== null; ) {
    yield each
    if (each instanceof AggregateError) yield* each.errors
    each = (each as Error).cause
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.constructor.name} ${error.name}` : ''
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException)?.code ?? '')
}
