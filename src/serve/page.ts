// Provides the server's page, as the build has joined it, and the policy that lets it load nothing else.

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'

export interface Page {
  html: string
  /** For the header `content-security-policy`. */
  policy: string
}

const FILE = new URL('../../dist/serve/page.html', import.meta.url)

export async function page(): Promise<Page> {
  const html = await readFile(FILE, 'utf8')
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(html, 'script')}`,
    `style-src ${hashOf(html, 'style')}`,
    'img-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]
  return { html, policy: policy.join('; ') }
}

/** What is between the tags of the only element of this name. */
function hashOf(html: string, name: string): string {
  const [, content = ''] = new RegExp(`<${name}\\b[^>]*>(.*?)</${name}>`, 's').exec(html) ?? []
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`
}
