// Posts of Stack Exchange: rows of many attributes, one of them a page of HTML with every sign escaped.

import { NOUNS, person, sentence, words } from './words.js'

const KINDS = [
  (random) => `&lt;p&gt;${sentence(random)} ${sentence(random)}&lt;/p&gt;&#xA;`,
  (random) =>
    `&lt;p&gt;${sentence(random)} I don&#39;t see why &lt;code&gt;${random.pick(NOUNS)}.${random.pick(NOUNS)}()&lt;/code&gt; is &quot;${words(random, 1)}&quot;.&lt;/p&gt;&#xA;`,
  (random) =>
    `&lt;pre&gt;&lt;code&gt;while (${random.pick(NOUNS)} &amp;lt; ${random.between(1, 99)} &amp;amp;&amp;amp; !${random.pick(NOUNS)}) {&#xA;    ${random.pick(NOUNS)}[&quot;${random.pick(NOUNS)}&quot;] = ${random.between(0, 9)};&#xA;}&#xA;&lt;/code&gt;&lt;/pre&gt;&#xA;`,
  (random) =>
    `&lt;p&gt;&lt;a href=&quot;https://${random.pick(NOUNS)}.example.com/${random.between(1, 9999)}?a=1&amp;amp;b=2&quot;&gt;${words(random, 3)}&lt;/a&gt; ${sentence(random)}&lt;/p&gt;&#xA;`,
  (random) =>
    `&lt;ul&gt;&#xA;&lt;li&gt;${words(random, 7)}&lt;/li&gt;&#xA;&lt;li&gt;${words(random, 5)}&lt;/li&gt;&#xA;&lt;/ul&gt;&#xA;`,
]

export const corpus = {
  title: 'Stack Exchange',
  records: ['row'],
  filter: ['@Score', '10'],
  select: ['@Id', '@Score', '@Title'],
  columns:
    '@Id,@PostTypeId,@ParentId,@CreationDate,@Score,@Body,@OwnerUserId,@LastActivityDate,@Title,@Tags,@CommentCount,@ContentLicense'.split(
      ',',
    ),
  head: '\ufeff<?xml version="1.0" encoding="utf-8"?>\n<posts>\n',
  tail: '</posts>\n',
  *blocks(random) {
    const paragraphs = Array.from({ length: 5000 }, () => random.pick(KINDS)(random))
    const moment = () => `${random.date()}T${random.time()}.${random.between(100, 999)}`
    for (let id = 4; ; id += random.between(1, 4)) {
      const score = random.between(-3, 60)
      const body = random.picks(paragraphs, 1 + Math.floor(14 * random.fraction() ** 2)).join('')
      const isQuestion = random.chance(0.4)
      const kind = isQuestion
        ? `PostTypeId="1" CreationDate="${moment()}" Score="${score}" ViewCount="${random.between(9, 99999)}"`
        : `PostTypeId="2" ParentId="${id - 1}" CreationDate="${moment()}" Score="${score}"`
      const editor = random.chance(0.5)
        ? ` LastEditorUserId="${random.between(1, 9999999)}" LastEditorDisplayName="${person(random)}" LastEditDate="${moment()}"`
        : ''
      const question = isQuestion
        ? ` Title="${words(random, 8)}${random.pick(['?', ' &amp; why?', ' in &quot;C#&quot;', ' &lt;T&gt;'])}"` +
          ` Tags="${random
            .picks(NOUNS, random.between(1, 4))
            .map((tag) => `&lt;${tag}&gt;`)
            .join('')}" AnswerCount="${random.between(0, 9)}"`
        : ''
      yield {
        text:
          `  <row Id="${id}" ${kind} Body="${body}" OwnerUserId="${random.between(1, 9999999)}"${editor} LastActivityDate="${moment()}"${question}` +
          ` CommentCount="${random.between(0, 15)}" ContentLicense="CC BY-SA ${random.pick(['2.5', '3.0', '4.0'])}" />\n`,
        records: 1,
        matches: score === 10 ? 1 : 0,
      }
    }
  },
}
