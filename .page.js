// Joins the parts of the server's page into one file, which asks for nothing else.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { rolldown } from 'rolldown'

const read = (name) => readFileSync(`src/serve/page/${name}`, 'utf8')

const bundle = await rolldown({ input: 'src/serve/page/main.ts' })
const { output } = await bundle.generate({ format: 'es', minify: true })

const page = read('page.html')
  .replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${read('page.css')}</style>`)
  .replace(/(<script type="module") src="[^"]*">/, (_, start) => `${start}>${output[0].code}`)

mkdirSync('dist/serve', { recursive: true })
writeFileSync('dist/serve/page.html', page)
