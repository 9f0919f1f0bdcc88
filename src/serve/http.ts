// Provides HTTP: `POST /` has a document as its body and what becomes of its records as its answer, both as streams.

import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { messageOf, UsageError } from '../core/errors.ts'
import type { Plan } from '../plan/plan.ts'
import type { Conversation, Failure } from './conversation.ts'
import { HttpConversation } from './http-conversation.ts'
import { METRICS_TYPE, metricsOf } from './metrics.ts'
import { page } from './page.ts'
import type { ServerStatus } from './status.ts'

export interface HttpOptions {
  plan: Plan
  token?: string
  /** Makes a pipeline of a query; without it none is taken. */
  planOfQuery?: (query: URLSearchParams) => Plan
  admit: (conversation: Conversation, own?: Plan) => void
  status: () => ServerStatus
  /** Sends each status to a page from now on. */
  watch: (response: ServerResponse) => void
}

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => void

export function httpHandler(options: HttpOptions): HttpHandler {
  return (request, response) => {
    answer(request, response, options).catch((error: unknown) => {
      const status =
        error instanceof Refused ? error.status : error instanceof UsageError ? 400 : 500
      refuse(request, response, { message: messageOf(error), status })
    })
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpOptions,
): Promise<void> {
  const { method = 'GET', url = '/' } = request
  if (!URL.canParse(url, LOCAL)) throw new Refused(`no address: ${JSON.stringify(url)}`, 400)
  const { pathname, searchParams: query } = new URL(url, LOCAL)
  response.setHeader('x-content-type-options', 'nosniff')
  const methods = PATHS[pathname]
  if (!methods) throw new Refused(`no such path: ${pathname}`, 404)
  if (!methods.includes(method)) {
    response.setHeader('allow', methods.join(', '))
    throw new Refused(`${method}: expected ${methods.join(' or ')}`, 405)
  }
  if (pathname === '/healthz') return text(response, 'ok\n')
  if (!isAllowed(request, query, options.token)) {
    response.setHeader('www-authenticate', 'Bearer')
    throw new Refused('expected the token of the server', 401)
  }
  if (method === 'POST') return converse(request, response, query, options)
  if (pathname === '/metrics') {
    return text(response, metricsOf(options.status()), METRICS_TYPE)
  }
  if (pathname === '/events') return options.watch(response)
  const { html, policy } = await page()
  response.setHeader('content-security-policy', policy)
  text(response, html, 'text/html; charset=utf-8')
}

const LOCAL = 'http://localhost'

const PATHS: Partial<Record<string, string[]>> = {
  '/': ['GET', 'HEAD', 'POST'],
  '/events': ['GET'],
  '/metrics': ['GET', 'HEAD'],
  '/healthz': ['GET', 'HEAD'],
}

function converse(
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
  { plan, planOfQuery, admit }: HttpOptions,
): void {
  query.delete('token')
  const isAsked = query.size > 0
  if (isAsked && !planOfQuery) {
    throw new Refused('pipelines in the address need --allow-query-pipelines', 403)
  }
  const own = isAsked ? planOfQuery?.(query) : undefined
  admit(new HttpConversation(request, response, bodyOf(request), own ?? plan), own)
}

/** The body as it was before compression. */
function bodyOf(request: IncomingMessage): Readable {
  const { 'content-encoding': encoding = 'identity' } = request.headers
  if (encoding === 'identity') return request
  if (encoding !== 'gzip') throw new Refused(`content-encoding ${encoding}: expected gzip`, 415)
  const body = createGunzip()
  request.on('error', (error) => body.destroy(error))
  request.on('aborted', () => body.destroy(new Error('the client has left')))
  return request.pipe(body)
}

/** Whether the token is right, compared in a time that says nothing about where it differs. */
function isAllowed(
  { headers }: IncomingMessage,
  query: URLSearchParams,
  token: string | undefined,
): boolean {
  if (token === undefined) return true
  const given = /^Bearer +(.+)$/i.exec(headers.authorization ?? '')?.[1] ?? query.get('token') ?? ''
  return timingSafeEqual(digest(given), digest(token))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function text(response: ServerResponse, body: string, type = 'text/plain; charset=utf-8'): void {
  response.setHeader('cache-control', 'no-store')
  response.setHeader('content-type', type)
  response.end(body)
}

function refuse(request: IncomingMessage, response: ServerResponse, failure: Failure): void {
  if (response.headersSent) response.destroy()
  else new HttpConversation(request, response, request, undefined).break(failure)
}

class Refused extends Error {
  readonly status: number

  constructor(message: string, status: number) {
    super(message)
    this.status = status
  }
}
