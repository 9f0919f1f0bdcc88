// Articles of DBLP: short leaves in an order that changes, repeated authors, entities declared in the document, some markup in titles.

import { capital, LAST_NAMES, NOUNS, person, words } from './words.js'

const LETTERS = Object.entries({
  Aring: 197, Auml: 196, Ccedil: 199, Eacute: 201, Ouml: 214, Oslash: 216, Uuml: 220, szlig: 223, agrave: 224, aacute: 225, atilde: 227, auml: 228, aring: 229,
  ccedil: 231, egrave: 232, eacute: 233, iacute: 237, ntilde: 241, oacute: 243, ocirc: 244, ouml: 246, oslash: 248, uacute: 250, uuml: 252, reg: 174, times: 215,
}) // biome-ignore format: a table

const SPECIAL = [
  'J&oacute;zef &Aring;berg',
  'Andr&eacute; Gon&ccedil;alves',
  'Jos&eacute; Nu&ntilde;ez',
  'K&auml;the M&ouml;ller',
  'S&oslash;ren Kj&aelig;r',
  'Zo&eacute; L&uacute;cio',
].filter((name) => !name.includes('aelig'))

const KINDS = [
  'article',
  'article',
  'article',
  'inproceedings',
  'inproceedings',
  'inproceedings',
  'phdthesis',
  'www',
]

export const corpus = {
  title: 'DBLP',
  records: ['article', 'inproceedings', 'phdthesis', 'www'],
  filter: ['year', '1999'],
  select: ['@key', 'year', 'journal'],
  columns: ['@key', '@mdate', 'year', 'pages', 'volume', 'journal', 'number', 'booktitle'],
  head: `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE dblp [
<!ELEMENT dblp (article|inproceedings|phdthesis|www)*>
${LETTERS.map(([name, code]) => `<!ENTITY ${name} "&#${code};">\n`).join('')}]>
<dblp>
`,
  tail: '</dblp>\n',
  *blocks(random) {
    const authors = Array.from({ length: 5000 }, () =>
      random.chance(0.1)
        ? random.pick(SPECIAL)
        : `${person(random)}${random.chance(0.1) ? ` 00${random.between(10, 40)}` : ''}`,
    )
    for (let number = 1; ; number++) {
      const kind = random.pick(KINDS)
      const key = `${kind}/${random.pick(NOUNS)}/${random.pick(LAST_NAMES)}${number}`
      const year = random.between(1980, 2024)
      const lines = []
      for (let left = 1 + Math.floor(8 * random.fraction() ** 3); left > 0; left--) {
        const orcid = random.chance(0.1)
          ? ` orcid="0000-0002-${random.between(1000, 9999)}-${random.between(1000, 9999)}"`
          : ''
        lines.push(`<author${orcid}>${random.pick(authors)}</author>`)
      }
      if (kind === 'www')
        lines.push(
          '<title>Home Page</title>',
          `<url>https://orcid.org/0000-0001-${random.between(1000, 9999)}-000X</url>`,
        )
      else {
        lines.push(`<title>${title(random)}.</title>`)
        const page = random.between(1, 900)
        lines.push(`<pages>${page}-${page + random.between(1, 30)}</pages>`, `<year>${year}</year>`)
        if (kind === 'article') {
          lines.push(
            `<volume>${random.between(1, 60)}</volume>`,
            `<journal>${capital(words(random, 2))} Lett.</journal>`,
          )
          if (random.chance(0.7)) lines.push(`<number>${random.between(1, 12)}</number>`)
        } else if (kind === 'inproceedings')
          lines.push(`<booktitle>${random.pick(NOUNS).toUpperCase()}</booktitle>`)
        else lines.push('<school>Universit&auml;t K&ouml;ln</school>')
        if (random.chance(0.8))
          lines.push(
            `<ee type="oa">https://doi.org/10.${random.between(1000, 9999)}/${key}.${year}</ee>`,
          )
        lines.push(`<url>db/${key}.html#${number}</url>`)
      }
      yield {
        text: `<${kind} mdate="${random.date()}" key="${key}">\n${lines.join('\n')}\n</${kind}>\n`,
        records: 1,
        matches: kind !== 'www' && year === 1999 ? 1 : 0,
      }
    }
  },
}

function title(random) {
  const text = capital(words(random, random.between(5, 13)))
  const draw = random.fraction()
  if (draw < 0.04) return `${text} of H<sub>2</sub>O in <i>${random.pick(NOUNS)}</i>`
  if (draw < 0.08) return `${text} &amp; more`
  if (draw < 0.11) return `${text} f&uuml;r Anf&auml;nger`
  return text
}
