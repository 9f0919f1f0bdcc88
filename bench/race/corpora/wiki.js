// Pages of Wikipedia: long texts with entities, in small nested elements.

import { ABROAD, capital, NOUNS, person, sentence, words } from './words.js'

const KINDS = [
  (random) => sentence(random),
  (random) => `${sentence(random)} ${sentence(random)}`,
  (random) =>
    `See [[${capital(random.pick(NOUNS))}]] and [[${random.pick(NOUNS)} ${random.pick(NOUNS)}|${words(random, 2)}]].`,
  (random) => `''${words(random, 3)}'' &amp; '''${random.pick(ABROAD)}''', ${sentence(random)}`,
  (random) =>
    `${sentence(random)}&lt;ref name=&quot;r${random.between(1, 9999)}&quot;&gt;{{cite book|author=${person(random)}|title=${words(random, 5)}` +
    `|year=${random.between(1950, 2024)}|url=http://${random.pick(NOUNS)}.example.org/?p=${random.between(1, 9999)}&amp;l=en}}&lt;/ref&gt;`,
  (random) => `\n\n== ${capital(words(random, 2))} ==\n${sentence(random)}`,
  (random) => `\n* ${words(random, 4)}\n* [[${random.pick(ABROAD)}]]: ${words(random, 6)}\n`,
  (random) =>
    `\n{| class=&quot;wikitable&quot;\n! ${random.pick(NOUNS)} !! ${random.pick(NOUNS)}\n|-\n| ${random.between(1, 99999)} || ${words(random, 2)}&lt;br /&gt;\n|}\n`,
  (random) => `\n&lt;!-- ${words(random, 5)} --&gt;\n`,
]

export const corpus = {
  title: 'Wikipedia',
  records: ['page'],
  filter: ['ns', '14'],
  select: ['id', 'title', 'revision/timestamp'],
  columns: [
    'title',
    'ns',
    'id',
    'revision/id',
    'revision/timestamp',
    'revision/comment',
    'revision/sha1',
  ],
  head: `<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
  <siteinfo>
    <sitename>Wikipedia</sitename>
    <namespaces>
      <namespace key="0" case="first-letter" />
      <namespace key="14" case="first-letter">Category</namespace>
    </namespaces>
  </siteinfo>
`,
  tail: '</mediawiki>\n',
  *blocks(random) {
    const pieces = Array.from({ length: 5000 }, () => random.pick(KINDS)(random))
    for (let id = 12; ; id += random.between(1, 6)) {
      const isCategory = random.chance(0.1)
      const title = `${isCategory ? 'Category:' : ''}${capital(words(random, 2))} ${id}`
      const size = 1 + Math.floor(150 * random.fraction() ** 4)
      const text = `'''${title}''' ${random.picks(pieces, size).join(' ')}\n\n[[Category:${random.pick(NOUNS)}]]`
      const contributor = random.chance(0.1)
        ? `<ip>${random.picks([8, 17, 93, 141, 203], 4).join('.')}</ip>`
        : `<username>${person(random)}</username>\n        <id>${random.between(1, 9e6)}</id>`
      yield {
        text: `  <page>
    <title>${title}</title>
    <ns>${isCategory ? 14 : 0}</ns>
    <id>${id}</id>
${random.chance(0.1) ? `    <redirect title="${capital(random.pick(NOUNS))} &amp; ${random.pick(NOUNS)}" />\n` : ''}    <revision>
      <id>${id * 7 + 600000}</id>
      <parentid>${id * 7 + 599990}</parentid>
      <timestamp>${random.date()}T${random.time()}Z</timestamp>
      <contributor>
        ${contributor}
      </contributor>
${random.chance(0.3) ? '      <minor />\n' : ''}      <comment>/* ${random.pick(NOUNS)} */ ${random.pick(['typo', 'more &amp; better', 'undo &lt;test&gt;', 'links'])}</comment>
      <model>wikitext</model>
      <format>text/x-wiki</format>
      <text bytes="${text.length}" xml:space="preserve">${text}</text>
      <sha1>${random.between(0, 2 ** 31).toString(36)}${random.between(0, 2 ** 31).toString(36)}</sha1>
    </revision>
  </page>
`,
        records: 1,
        matches: isCategory ? 1 : 0,
      }
    }
  },
}
