// Provides the exchange of one request: the answer begins with the first record, and says at its end if something went wrong.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { Plan } from '../plan/plan.ts'
import { type Routine, send } from '../task/index.ts'
import { answerFormat } from './answer-format.ts'
import type { Conversation, Failure } from './conversation.ts'
import { farewell, PATIENCE } from './farewell.ts'
import { errorLine, fromOf } from './tcp.ts'

const TRAILER = 'Cosax-Error'

const TYPES: Partial<Record<string, string>> = {
  jsonl: 'application/x-ndjson',
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  tsv: 'text/tab-separated-values; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  xml: 'application/xml; charset=utf-8',
}

export class HttpConversation implements Conversation {
  readonly protocol = 'http'
  readonly from: string
  readonly source: Readable
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  readonly #format: string

  constructor(request: IncomingMessage, response: ServerResponse, source: Readable, plan?: Plan) {
    this.from = fromOf(request.socket)
    this.source = source
    this.#request = request
    this.#response = response
    this.#format = plan ? answerFormat(plan.pipeline) : 'none'
    source.on('error', () => {}) // found when something is received
    response.on('error', () => {}) // found when something is sent
  }

  *send(bytes: Uint8Array): Routine<void> {
    this.#begin()
    yield* send(this.#response, bytes)
  }

  *end(failure?: Failure): Routine<void> {
    const request = this.#request
    const response = this.#response
    if (!failure) this.#begin()
    else if (response.headersSent) {
      if (this.#format !== 'jsonl') {
        this.#destroy() // there is no line for it, and few look at trailers
        return
      }
      yield* send(response, errorLine(failure))
      response.addTrailers({ [TRAILER]: ascii(failure.message) })
    } else yield* send(response, this.#refusal(failure))
    response.end()
    request.unpipe().resume()
    yield* farewell(request, response)
  }

  break(failure?: Failure): void {
    const response = this.#response
    const hasNoWords = response.headersSent && this.#format !== 'jsonl'
    if (!failure || hasNoWords || response.writableEnded || response.destroyed) {
      this.#destroy()
      return
    }
    setTimeout(() => this.#destroy(), PATIENCE).unref()
    if (!response.headersSent) {
      response.end(this.#refusal(failure))
      this.#request.resume()
      return
    }
    response.write(errorLine(failure))
    response.addTrailers({ [TRAILER]: ascii(failure.message) })
    response.end(() => this.#request.destroy())
  }

  /** A connection whose request and answer are whole is left for the next one. */
  #destroy(): void {
    this.#response.destroy()
    this.#request.destroy()
  }

  #begin(): void {
    const response = this.#response
    if (response.headersSent) return
    const type = TYPES[this.#format] ?? 'application/octet-stream'
    // HTTP/1.0 has no trailers
    const trailer = this.#request.httpVersionMinor > 0 && { trailer: TRAILER }
    response.writeHead(200, { 'content-type': type, ...trailer })
  }

  /** Writes the head of an answer that is only a failure, and gives its body. */
  #refusal(failure: Failure): string {
    const { message, status } = failure
    const body = errorLine(failure)
    const length = Buffer.byteLength(body)
    const type = { 'content-type': 'application/json', 'content-length': length }
    const end = this.#request.complete ? {} : { connection: 'close' }
    this.#response.writeHead(status, { ...type, ...end })
    return message === '' ? '' : body
  }
}

/** A header holds no other characters. */
function ascii(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
