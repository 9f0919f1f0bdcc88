// Draws the picture of the README: megabytes that a second of the processor converts, a group of bars for each corpus.

import { CORPORA } from './corpora.js'
import { ranked, SIZE } from './table.js'

const LEFT = 120 // where bars begin
const WIDE = 440 // the longest bar
const BAR = 13
const GAP = 12 // between groups

const STYLE = `text{font:12px system-ui,sans-serif;fill:#57606a}.corpus{font-weight:600;fill:#24292f}rect{fill:#afb8c1}.cosax{fill:#0969da}
@media(prefers-color-scheme:dark){text{fill:#8b949e}.corpus{fill:#e6edf3}rect{fill:#484f58}.cosax{fill:#2f81f7}}`

export function picture(results) {
  const groups = Object.entries(CORPORA)
    .map(([corpus, { title }]) => {
      const bytes = results.cells[`${corpus} convert ${SIZE} 1`]?.bytes
      const bars = ranked(results, corpus, 'convert').map(([name, cpu]) => ({
        name,
        speed: Math.round(bytes / 1e6 / cpu),
      }))
      return { title, bars }
    })
    .filter(({ bars }) => bars.length > 0)
  const most = Math.max(...groups.flatMap(({ bars }) => bars.map(({ speed }) => speed)))
  const drawn = []
  let y = 26
  for (const { title, bars } of groups) {
    drawn.push(`<text class="corpus" x="0" y="${y + 10}">${title}</text>`)
    for (const { name, speed } of bars) {
      const width = Math.max(1, Math.round((speed / most) * WIDE))
      const mark = name === 'cosax' ? ' class="cosax"' : ''
      drawn.push(`<rect${mark} x="${LEFT}" y="${y}" width="${width}" height="${BAR - 2}"/>`)
      drawn.push(`<text x="${LEFT + width + 6}" y="${y + 10}">${name} ${speed}</text>`)
      y += BAR
    }
    y += GAP
  }
  const caption = `MB of XML made into JSON lines in a second of the processor, files of ${SIZE} MB`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 ${y}" role="img" aria-label="${caption}">
<style>${STYLE}</style>
<text x="0" y="12">${caption}</text>
${drawn.join('\n')}
</svg>
`
}
