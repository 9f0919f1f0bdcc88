// Nodes of OpenStreetMap: rows of nine attributes, some with tags inside.

import { person } from './words.js'

const TAGS = [
  ['amenity', ['bench', 'cafe', 'pharmacy', 'school', 'post_box']],
  [
    'name',
    [
      'Gasthof Löwen',
      'Fish &amp; Chips',
      'Joe&apos;s Diner',
      'улица Мира',
      '駅前',
      'High Street',
      'St. John&#39;s',
    ],
  ],
  ['highway', ['bus_stop', 'crossing', 'street_lamp', 'turning_circle']],
  ['source', ['survey', 'gps', 'aerial']],
  ['addr:street', ['Bahnhofstraße', 'Rue de l&apos;Église', 'Oak Lane']],
  ['addr:housenumber', ['2', '14', '7b']],
  ['natural', ['tree', 'peak', 'spring']],
  ['note', ['&quot;moved&quot;', 'height &lt; 3 m']],
]

export const corpus = {
  title: 'OpenStreetMap',
  records: ['node'],
  filter: ['@user', 'Tom & Ann'],
  select: ['@id', '@lat', '@lon'],
  columns: '@id,@version,@changeset,@timestamp,@user,@uid,@lat,@lon'.split(','),
  head: `<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6" generator="race" attribution="http://www.openstreetmap.org/copyright">
 <bounds minlat="46.1000000" minlon="7.2000000" maxlat="46.9000000" maxlon="8.1000000"/>
`,
  tail: '</osm>\n',
  *blocks(random) {
    const users = Array.from({ length: 1000 }, () => {
      const name = person(random)
      return random.chance(0.5)
        ? name.replace(' ', '_')
        : `${name}${random.pick(['', 'é', 'ß', '7', 'ю'])}`
    })
    for (let id = 240000; ; id += random.between(1, 40)) {
      const isMatch = random.chance(0.01)
      const user = isMatch ? 'Tom &amp; Ann' : random.pick(users)
      const node =
        ` <node id="${id}" version="${random.between(1, 9)}" changeset="${random.between(1000, 99999999)}" timestamp="${random.date()}T${random.time()}Z"` +
        ` user="${user}" uid="${random.between(1, 9999999)}" lat="46.${random.between(1000000, 9000000)}" lon="7.${random.between(2000000, 9999999)}"`
      let tags = ''
      for (let left = random.chance(0.15) ? random.between(1, 4) : 0; left > 0; left--) {
        const [key, values] = random.pick(TAGS)
        tags += `  <tag k="${key}" v="${random.pick(values)}"/>\n`
      }
      const text = tags ? `${node}>\n${tags} </node>\n` : `${node}/>\n`
      yield { text, records: 1, matches: isMatch ? 1 : 0 }
    }
  },
}
