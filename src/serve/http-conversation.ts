// Provides the exchange of one request: the answer begins with the first record, and says at its end if something went wrong.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { Plan } from '../plan/plan.ts'
import { type Routine, receive, send } from '../task/index.ts'
import { answerFormat } from './answer-format.ts'
import type { Conversation, Failure } from './conversation.ts'
import { errorLine, fromOf } from './tcp.ts'

const PATIENCE = 1000 // ms that what a client still sends is read, so that it sees the answer
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
      if (this.#format === 'jsonl') yield* send(response, errorLine(failure))
      response.addTrailers({ [TRAILER]: ascii(failure.message) })
    } else yield* send(response, this.#refusal(failure))
    if (request.complete) {
      response.end()
      return
    }
    // what it still sends must not make it lose the answer
    response.write('')
    const timer = setTimeout(() => request.destroy(), PATIENCE)
    try {
      if (failure && !response.headersSent) response.flushHeaders()
      response.end()
      while ((yield* receive(this.source)) !== undefined);
    } finally {
      clearTimeout(timer)
    }
  }

  break(failure?: Failure): void {
    const response = this.#response
    if (failure && !response.headersSent && response.writable) {
      response.end(this.#refusal(failure))
      this.#request.resume()
      setTimeout(() => this.#request.destroy(), PATIENCE).unref()
    } else if (failure && response.writable) {
      if (this.#format === 'jsonl') response.write(errorLine(failure))
      response.addTrailers({ [TRAILER]: ascii(failure.message) })
      response.end(() => this.#request.destroy())
      setTimeout(() => this.#request.destroy(), PATIENCE).unref()
    } else this.#request.destroy()
  }

  #begin(): void {
    const response = this.#response
    if (response.headersSent) return
    const type = TYPES[this.#format] ?? 'application/octet-stream'
    response.writeHead(200, { 'content-type': type, trailer: TRAILER })
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
