// Serves the page to a browser, with events that a test sends when it wants to.

import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { page } from '../../src/serve/page.ts'
import type { ServerStatus } from '../../src/serve/status.ts'

const RETRY = 20 // ms until the browser connects again

export class PageServer {
  asked: string[] = []
  /** What whoever asks for events gets. */
  answer = 200
  #server: Server
  #streams = new Set<ServerResponse>()
  #last: ServerStatus | undefined

  private constructor(server: Server) {
    this.#server = server
  }

  static async open(): Promise<PageServer> {
    const { html, policy } = await page()
    const server = createServer()
    const opened = new PageServer(server)
    server.on('request', ({ url = '' }, response) => {
      opened.asked.push(url)
      if (url.startsWith('/events')) return opened.#follow(response)
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.setHeader('content-security-policy', policy)
      response.end(html)
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    return opened
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  #follow(response: ServerResponse): void {
    if (this.answer !== 200) {
      response.writeHead(this.answer).end()
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(`retry: ${RETRY}\n\n${this.#last === undefined ? '' : eventOf(this.#last)}`)
    this.#streams.add(response)
    response.on('close', () => this.#streams.delete(response))
  }

  /** As if nobody had been here; the next one gets this status. */
  reset(status: ServerStatus): void {
    this.#last = status
    this.asked = []
    this.answer = 200
  }

  send(status: ServerStatus): void {
    this.#last = status
    for (const stream of this.#streams) stream.write(eventOf(status))
  }

  drop(): void {
    for (const stream of this.#streams) stream.destroy()
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}

function eventOf(status: ServerStatus): string {
  return `event: status\ndata: ${JSON.stringify(status)}\n\n`
}
