// An auction site as the benchmark XMark has it: deep trees of short elements, text with markup inside, three kinds of records at two depths.

import { ABROAD, FIRST_NAMES, LAST_NAMES, NOUNS, person, words } from './words.js'

const REGIONS = ['africa', 'asia', 'australia', 'europe', 'namerica', 'samerica']
const PLACES = [
  'United States',
  'United States',
  'United States',
  'Germany',
  'Brésil',
  'Côte d’Ivoire',
]

export const corpus = {
  title: 'XMark auctions',
  records: ['item', 'person', 'open_auction'],
  filter: ['location', 'Germany'],
  select: ['@id', 'name', 'quantity'],
  columns: [
    '@id',
    'location',
    'quantity',
    'name',
    'payment',
    'emailaddress',
    'phone',
    'current',
    'type',
  ],
  head: '<?xml version="1.0" standalone="yes"?>\n<!-- auctions -->\n<site>\n',
  tail: '</site>\n',
  *blocks(random) {
    for (let number = 0; ; number += 24) {
      let matches = 0
      let text = '<regions>\n'
      for (const [i, region] of REGIONS.entries()) {
        text += `<${region}>\n`
        for (let k = 0; k < 4; k++) {
          const place = random.pick(PLACES)
          if (place === 'Germany') matches++
          text += item(random, number + i * 4 + k, place)
        }
        text += `</${region}>\n`
      }
      text += '</regions>\n<people>\n'
      for (let k = 0; k < 13; k++) text += member(random, number + k)
      text += '</people>\n<open_auctions>\n'
      for (let k = 0; k < 10; k++) text += auction(random, number + k)
      yield { text: `${text}</open_auctions>\n`, records: 47, matches }
    }
  },
}

/** Words, some marked, and inside marks more of the same. */
function marked(random, depth) {
  const plain = words(random, random.between(2, 7))
  if (depth > 4 || random.chance(0.55)) return plain
  const mark = random.pick(['bold', 'keyword', 'emph'])
  const after = random.chance(0.1) ? ` &amp; ${random.pick(ABROAD)}` : ''
  return `${plain} <${mark}>${marked(random, depth + 1)}</${mark}> ${random.pick(NOUNS)}${after}`
}

function paragraph(random) {
  const parts = Array.from({ length: random.between(2, 6) }, () => marked(random, 0))
  return `<text>${parts.join(' ')}\n</text>`
}

function parts(random, depth) {
  const items = Array.from({ length: random.between(1, 3) }, () =>
    depth < 12 && random.chance(0.4) ? parts(random, depth + 1) : paragraph(random),
  )
  return `<parlist>\n${items.map((part) => `<listitem>\n${part}\n</listitem>\n`).join('')}</parlist>`
}

const description = (random) =>
  `<description>\n${random.chance(0.6) ? paragraph(random) : parts(random, 0)}\n</description>\n`

function item(random, number, place) {
  const categories = Array.from(
    { length: random.between(1, 4) },
    () => `<incategory category="category${random.between(0, 999)}"/>\n`,
  )
  const mails = Array.from(
    { length: random.between(0, 3) },
    () =>
      `<mail>\n<from>${person(random)} mailto:${random.pick(LAST_NAMES)}@example.com</from>\n<to>${person(random)}</to>\n<date>${random.date()}</date>\n${paragraph(random)}\n</mail>\n`,
  )
  return (
    `<item id="item${number}"${random.chance(0.1) ? ' featured="yes"' : ''}>\n<location>${place}</location>\n<quantity>${random.between(1, 9)}</quantity>\n` +
    `<name>${random.pick(NOUNS)} ${random.pick(NOUNS)}</name>\n<payment>Creditcard, Cash</payment>\n${description(random)}` +
    `<shipping>Will ship internationally, see description</shipping>\n${categories.join('')}<mailbox>\n${mails.join('')}</mailbox>\n</item>\n`
  )
}

function member(random, number) {
  const name = random.pick(LAST_NAMES)
  return (
    `<person id="person${number}">\n<name>${random.pick(FIRST_NAMES)} ${name}</name>\n<emailaddress>mailto:${name}@example.com</emailaddress>\n` +
    `<phone>+${random.between(1, 99)} (${random.between(1, 999)}) ${random.between(1, 9999999)}</phone>\n` +
    `<address>\n<street>${random.between(1, 99)} ${random.pick(LAST_NAMES)} St</street>\n<city>${random.pick(ABROAD)}</city>\n<country>United States</country>\n</address>\n` +
    `<profile income="${random.between(10000, 99999)}.${random.between(10, 99)}">\n<interest category="category${random.between(0, 999)}"/>\n<education>College</education>\n` +
    `<business>No</business>\n</profile>\n</person>\n`
  )
}

function auction(random, number) {
  const bids = Array.from(
    { length: random.between(0, 6) },
    () =>
      `<bidder>\n<date>${random.date()}</date>\n<time>${random.time()}</time>\n<personref person="person${random.between(0, number)}"/>\n<increase>${random.between(1, 50)}.00</increase>\n</bidder>\n`,
  )
  return (
    `<open_auction id="open_auction${number}">\n<initial>${random.between(1, 300)}.50</initial>\n${bids.join('')}<current>${random.between(1, 900)}.00</current>\n` +
    `<itemref item="item${number}"/>\n<seller person="person${number}"/>\n<annotation>\n<author person="person${number}"/>\n${description(random)}` +
    `<happiness>${random.between(1, 10)}</happiness>\n</annotation>\n<quantity>1</quantity>\n<type>Regular</type>\n</open_auction>\n`
  )
}
