// Asks a web server for a document and gives the bytes of its answer, or says how far it came.

import { get as getPlainly, type IncomingMessage } from 'node:http'
import { get as getSecurely } from 'node:https'
import { InputError, messageOf } from '../core/errors.ts'

/** What comes after the header of an answer. */
export interface Body {
  chunks: AsyncIterable<Uint8Array>
  /** How many bytes there are, if the server says so. */
  size?: number
  /** How they are packed: `identity` if they are not. */
  encoding: string
  /** The encoding of the document, if the server says so. */
  charset?: string
}

/** @throws InputError with `name` when there is no answer. */
export function answerTo(url: URL, name: string, signal: AbortSignal): Promise<IncomingMessage> {
  const get = url.protocol === 'https:' ? getSecurely : getPlainly
  const headers = { accept: 'application/xml, text/xml, */*;q=0.8', 'accept-encoding': 'gzip' }
  return new Promise((resolve, reject) => {
    const request = get(url, {
      headers: { 'user-agent': 'cosax', ...headers },
      signal,
      agent: false,
    })
    request.on('response', (response) => {
      response.on('error', () => {}) // its reader gets the error, and without a reader it does not matter
      resolve(response)
    })
    request.on('error', (error) => reject(new InputError(`${name}: ${reasonOf(error, url)}`)))
  })
}

/** `onChunk` is called for each piece that came. */
export function bodyOf(response: IncomingMessage, onChunk: () => void): Body {
  const { headers } = response
  const size = headers['content-length']
  const [, quoted, plain] = CHARSET.exec(headers['content-type'] ?? '') ?? []
  const charset = quoted ?? plain
  return {
    chunks: heard(response, size, onChunk),
    encoding: (headers['content-encoding'] ?? 'identity').trim().toLowerCase(),
    ...(size !== undefined && { size: Number(size) }),
    ...(charset !== undefined && { charset }),
  }
}

const CHARSET = /;\s*charset\s*=\s*(?:"([^"]+)"|([^\s;"]+))/i

async function* heard(
  response: IncomingMessage,
  size: string | undefined,
  onChunk: () => void,
): AsyncGenerator<Uint8Array, void> {
  let bytes = 0
  try {
    for await (const chunk of response) {
      bytes += chunk.length
      onChunk()
      yield chunk
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ECONNRESET') throw error
    throw new Error(`cut off after ${bytes}${size === undefined ? '' : ` of ${size}`} bytes`)
  }
}

/** Why there is no answer, in words. */
function reasonOf(error: Error, { hostname, port }: URL): string {
  // where a name has several addresses, each has its reason, and the whole has none
  const [first = error] = error instanceof AggregateError ? error.errors : []
  const { code = '' } = first as NodeJS.ErrnoException
  const word = {
    ECONNREFUSED: 'connection refused',
    ECONNRESET: 'connection closed without an answer',
  }[code]
  if (word) return word
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `host not found: ${hostname}`
  const tls = /SSL routines:[^:]*:([^:]+)/.exec(messageOf(first))?.[1]
  if (tls !== undefined) return `TLS fails: ${tls}${port === '80' ? ', is it http?' : ''}`
  return /CERT|TLS/.test(code) ? `TLS fails: ${messageOf(first)}` : messageOf(first)
}
