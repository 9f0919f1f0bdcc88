// Provides what a web server sends as a source.

import { InputError, messageOf } from '../core/errors.ts'
import { readChunks } from './chunks.ts'
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
    const silence = setTimeout(
      () => request.abort(new InputError(`${this.name}: no byte for ${this.#patience} seconds`)),
      this.#patience * 1000,
    )
    try {
      const { body, headers } = await this.#fetch(request.signal)
      const size = Number(headers.get('content-length') ?? 0)
      // that of the bytes on the way, where they are encoded
      if (size > 0 && !headers.has('content-encoding')) reading.onSize?.(size)
      const chunks = heard(body ?? nothing(), () => silence.refresh())
      return await readChunks(chunks, this.name, reading)
    } catch (error) {
      if (reading.signal.aborted) return false
      throw error
    } finally {
      clearTimeout(silence)
      reading.signal.removeEventListener('abort', stop)
      request.abort() // what was left unread
    }
  }

  async #fetch(signal: AbortSignal): Promise<Response> {
    let url = this.#url
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const response = await this.#answer(url, signal)
      const location = response.headers.get('location')
      const isRedirect = response.status >= 300 && response.status < 400 && location !== null
      if (!isRedirect) {
        if (response.ok) return response
        const status = `${response.status} ${response.statusText}`.trim()
        throw new InputError(`${this.name}: the server answers ${status}`)
      }
      await response.body?.cancel()
      url = this.#redirected(url, location)
    }
    throw new InputError(`${this.name}: more than ${MOST_REDIRECTS} redirects`)
  }

  #redirected(url: URL, location: string): URL {
    const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined
    if (next && /^https?:$/.test(next.protocol) && next.username === '') return next
    throw new InputError(`${this.name}: redirected to ${JSON.stringify(location)}`)
  }

  async #answer(url: URL, signal: AbortSignal): Promise<Response> {
    try {
      return await fetch(url, { redirect: 'manual', signal })
    } catch (error) {
      if (error instanceof InputError) throw error
      // it says "fetch failed", its cause says why
      const { cause } = error as Error
      throw new InputError(`${this.name}: ${messageOf(cause ?? error)}`)
    }
  }
}

async function* heard<T>(chunks: AsyncIterable<T>, onChunk: () => void): AsyncGenerator<T, void> {
  for await (const chunk of chunks) {
    onChunk()
    yield chunk
  }
}

async function* nothing(): AsyncGenerator<Uint8Array, void> {}

function withoutPassword(url: URL): string {
  if (url.password === '') return url.href
  const shown = new URL(url)
  shown.password = '***'
  return shown.href
}
