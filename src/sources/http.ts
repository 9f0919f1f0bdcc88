// Provides what a web server sends as a source.

import type { IncomingMessage } from 'node:http'
import { InputError } from '../core/errors.ts'
import { readChunks } from './chunks.ts'
import { gunzipped } from './gzip.ts'
import { answerTo, type Body, bodyOf } from './http-body.ts'
import type { Reading, Source } from './source.ts'

const MOST_REDIRECTS = 10
const PATIENCE = 60 // seconds without a byte

export class HttpSource implements Source {
  readonly name: string
  readonly #url: URL
  readonly #patience: number

  /** @throws InputError when the text is no URL. */
  constructor(text: string, patience: number = PATIENCE) {
    this.#patience = patience
    try {
      this.#url = new URL(text)
    } catch {
      throw new InputError(`${text}: not a URL`)
    }
    this.name = withoutPassword(this.#url)
    if (this.#url.username !== '') throw new InputError(`${this.name}: takes no user and password`)
  }

  async read(reading: Reading): Promise<boolean> {
    const request = new AbortController()
    const stop = () => request.abort()
    reading.signal.addEventListener('abort', stop)
    let isSilent = false
    const silence = setTimeout(() => {
      isSilent = true
      request.abort()
    }, this.#patience * 1000)
    try {
      const body = bodyOf(await this.#answer(request.signal), () => silence.refresh())
      if (body.charset !== undefined) reading.onCharset?.(body.charset)
      const isPacked = body.encoding !== 'identity' // then it is not the size of what is read here
      if (body.size !== undefined && !isPacked) reading.onSize?.(body.size)
      return await readChunks(this.#decoded(body), this.name, reading)
    } catch (error) {
      if (reading.signal.aborted) return false
      throw isSilent ? new InputError(`${this.name}: no byte for ${this.#patience} seconds`) : error
    } finally {
      clearTimeout(silence)
      reading.signal.removeEventListener('abort', stop)
      request.abort() // what was left unread
    }
  }

  #decoded({ chunks, encoding }: Body): AsyncIterable<Uint8Array> {
    if (encoding === 'identity') return chunks
    if (/^(?:x-)?gzip$/.test(encoding)) return gunzipped(chunks)
    throw new InputError(`${this.name}: content-encoding not known: ${JSON.stringify(encoding)}`)
  }

  async #answer(signal: AbortSignal): Promise<IncomingMessage> {
    let url = this.#url
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const response = await answerTo(url, this.name, signal)
      const { statusCode = 0, statusMessage = '', headers } = response
      const isRedirect = statusCode >= 300 && statusCode < 400 && headers.location !== undefined
      if (!isRedirect) {
        if (statusCode >= 200 && statusCode < 300) return response
        response.destroy()
        const status = `${statusCode} ${statusMessage}`.trim()
        throw new InputError(`${this.name}: the server answers ${status}`)
      }
      response.destroy()
      url = this.#redirected(url, headers.location ?? '')
    }
    throw new InputError(`${this.name}: more than ${MOST_REDIRECTS} redirects`)
  }

  #redirected(url: URL, location: string): URL {
    const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined
    if (next && /^https?:$/.test(next.protocol) && next.username === '') return next
    const reason = next && !/^https?:$/.test(next.protocol) ? ', which is not of the web' : ''
    throw new InputError(`${this.name}: redirected to ${JSON.stringify(location)}${reason}`)
  }
}

function withoutPassword(url: URL): string {
  if (url.password === '') return url.href
  const shown = new URL(url)
  shown.password = '***'
  return shown.href
}
