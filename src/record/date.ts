// Turns a date of ISO 8601 into seconds since 1970, so that dates compare whatever their precision and zone.

// 2021  2021-05  2021-05-03  2021-05-03T10:15  2021-05-03 10:15:30.5  2021-05-03T10:15:30Z  …+02:00
const DATE =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?(Z|[+-]\d\d(?::?\d\d)?)?)?)?)?$/

/** Undefined for what is no date. One without a zone is taken as UTC, one without a day or a time as its beginning. */
export function secondsOf(text: string): number | undefined {
  const found = DATE.exec(text)
  if (!found) return undefined
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => (part === undefined ? undefined : Number(part)))
  const isInTheCalendar = month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)
  if (!isInTheCalendar || hour > 23 || minute > 59 || second >= 61) return undefined
  const away = secondsFromUtc(found[7] ?? 'Z')
  if (away === undefined) return undefined
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day) // which takes 0099 for what it is
  return date.getTime() / 1000 + hour * 3600 + minute * 60 + second - away
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function secondsFromUtc(zone: string): number | undefined {
  if (zone === 'Z') return 0
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(':', ''))]
  if (hours > 23 || minutes > 59) return undefined
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60)
}
