// Writes numbers as people read them: with a unit, and no more digits than are of use.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 })
const three = new Intl.NumberFormat('en', {
  minimumSignificantDigits: 3,
  maximumSignificantDigits: 3,
  useGrouping: false,
})

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
const SPACE = '\u00a0' // no line ends in it

export function count(value: number): string {
  return value < 1e9 ? whole.format(value) : short.format(value)
}

export function counted(value: number, one: string, several = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : several}`
}

/** What happens a second. */
export function rate(value: number): string {
  if (value >= 1e6) return short.format(value)
  return value < 10 ? tenths.format(value) : whole.format(value)
}

export function bytes(value: number): string {
  let unit = 0
  let scaled = value
  // 999.5 would be written as 1000
  for (; scaled >= 999.5 && unit < UNITS.length - 1; unit++) scaled /= 1000
  const digits = unit === 0 ? whole : three
  return `${digits.format(scaled)}${SPACE}${UNITS[unit]}`
}

/** With its largest unit, and the next one from hours on. */
export function duration(seconds: number): string {
  return units(seconds).join(' ')
}

export function roughly(seconds: number): string {
  return units(seconds)[0]!
}

function units(seconds: number): string[] {
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  if (minutes < 1) return [`${Math.floor(seconds)}${SPACE}s`]
  if (hours < 1) return [`${minutes}${SPACE}min`]
  if (hours < 24) return [`${hours}${SPACE}h`, `${minutes % 60}${SPACE}min`]
  return [`${Math.floor(hours / 24)}${SPACE}d`, `${hours % 24}${SPACE}h`]
}
