// Provides names, words and sentences, some of them in other scripts.

const list = (text) => text.trim().split(/\s+/)

const SMALL = list(`
  a about after all also an and another any are as at be been before between both but by can could during each even every few first for from had has have
  her him his how if in into is it its last less like made many may more most much must near never no not of off often on once one only or other our out
  over own part same several she should since so some still such than that the their them then there these they this three through to too two under until
  up upon us very was we were what when where which while who why will with within without would year you`)

export const NOUNS = list(`
  abbey acid album alloy altar anchor angle archer arch atom axis badge bakery ballad barley basin beacon beetle bishop bolt border branch brick canal candle
  canvas carbon castle cavern census chapel charter cipher circuit clay cliff clock cloud coast cobalt code comet copper coral cotton crater crystal curve
  cycle delta desert dial diesel domain drum dune eagle echo editor engine estuary fable factor falcon fern ferry field filter flint flute forest fossil
  frame galaxy garden glacier grain granite graph guild harbor hazel heron hill horizon index island ivory jasper journal kernel lagoon lantern lattice
  ledger lemma lens library lichen lime lodge loom magnet maple marble margin market matrix meadow melody mercury meter mill mirror module moor mosaic
  moss motor mural museum nebula needle nickel node novel oak oasis octave olive opera orbit orchard ore osprey otter oxide packet palace panel parish
  parser pebble pendulum petal pigment pilot pine planet plateau plough poem pollen port prairie prism proof pulse quarry quartz quill radar raven reef
  region relay ridge river rocket root rotor saddle salmon sand scale schema sensor shale sheep shell signal silk silver slate sonata spark spiral spore
  spring square stable station steam stone strait stream summit syntax table temple tensor theory thistle tide timber token tower trail tram treaty tulip
  tunnel valley valve vector vessel village vine violin volcano walnut water wharf wheat willow window winter wolf yarn zenith zinc`)

export const ABROAD = [
  ...list(
    'Århus Málaga Gdańsk Plzeň Göteborg Besançon Škofja Žilina Çorum Kōbe naïf façade jalapeño',
  ),
  ...list('Одеса Минск Σπάρτη 京都 上海 부산 دمشق חיפה दिल्ली เชียงใหม่ “so” – — … ½ € 😀 𝔸'),
]

export const FIRST_NAMES = list(`
  Ada Alan Amara Anton Asha Astrid Bruno Chen Clara Dario Edith Elif Emil Enzo Farid Freya Grace Hana Hugo Ines Ingrid Ivo Jamal Jonas Julia Kaito Lars Leila
  Lena Luca Mara Mateo Mei Nadia Nils Noor Olga Omar Oskar Paula Petra Quentin Rosa Ravi Samir Selma Sofia Tariq Theo Uma Vera Viktor Wanda Yara Zoe`)

export const LAST_NAMES = list(`
  Abbott Adler Almeida Andersen Arai Bakker Banerjee Bauer Becker Berg Castro Conti Costa Cruz Dahl Diaz Dogan Duarte Eriksen Faber Ferrari Flores Fontaine
  Fuchs Gallo Haas Hansen Hoffman Ito Jansen Kaya Keller Kim Kovacs Lang Laurent Lehmann Lindqvist Lund Marino Mendes Mori Nakamura Nguyen Novak Okafor
  Olsen Ortiz Park Petrov Popescu Ramos Ricci Romano Sato Schmid Silva Singh Sousa Steiner Suzuki Tran Varga Vega Visser Vogel Weiss Wolff Yilmaz Zhou`)

/** `Lena Novak` */
export const person = (random) => `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`

/** `granite` → `Granite` */
export const capital = (word) => word[0].toUpperCase() + word.slice(1)

/** So many words, of which one in 40 is from abroad. */
export function words(random, count) {
  let text = ''
  for (let i = 0; i < count; i++) {
    const draw = random.fraction()
    text += `${i > 0 ? ' ' : ''}${random.pick(draw < 0.6 ? SMALL : draw < 0.975 ? NOUNS : ABROAD)}`
  }
  return text
}

export const sentence = (random) => `${capital(words(random, random.between(6, 22)))}.`
