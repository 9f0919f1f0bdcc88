// Turns a date, as ISO 8601, mail and people write it, into seconds since 1970, so that dates compare.

const CLOCK = String.raw`(?<hour>\d\d?):(?<minute>\d\d)(?::(?<second>\d\d(?:[.,]\d+)?))?(?:\s?(?<half>[ap]\.?m\.?))?`
export const ZONE: string = String.raw`\s?(?<zone>Z|UTC?|GMT|[ECMP][SD]T|(?:GMT|UTC)?[+-]\d\d(?::?\d\d)?)(?:\s*\([^)]*\))?`
export const NAME: string = String.raw`(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`
const WEEKDAY = String.raw`(?:(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]?\s+)?`
const DAY = String.raw`(?<day>\d\d?)(?:st|nd|rd|th)?`

const FORMS = [
  // 2021  2021-05  2021-05-03  2021-05-03T10:15  2021-05-03 10:15:30.5 +02:00  2021/05/03
  String.raw`(?<year>\d{4})(?:-(?<month>\d\d)(?:-(?<day>\d\d)(?:(?:T|\s)${CLOCK}(?:${ZONE})?)?)?)?`,
  String.raw`(?<year>\d{4})/(?<month>\d\d)/(?<day>\d\d)(?:\s${CLOCK}(?:${ZONE})?)?`,
  // 20080701  20080701T1015  20080701T101530Z
  String.raw`(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)(?:T?(?<hour>\d\d)(?<minute>\d\d)(?<second>\d\d)?(?:${ZONE})?)?`,
  // Sat, 13 Sep 2014 10:27:54 +0100  13 September 2014  13-Sep-2014  Sep 2014
  String.raw`${WEEKDAY}(?:${DAY}[\s-])?${NAME}[\s-](?<year>\d{4})(?:,?\s${CLOCK}(?:${ZONE})?)?`,
  // Sep 13, 2014 10:27 PM
  String.raw`${WEEKDAY}${NAME}\s+${DAY},?\s(?<year>\d{4})(?:,?\s${CLOCK}(?:${ZONE})?)?`,
  // Sat Sep 13 10:27:54 UTC 2014
  String.raw`${WEEKDAY}${NAME}\s+${DAY}\s${CLOCK}(?:${ZONE})?\s(?<year>\d{4})`,
]

let forms: RegExp[] | undefined // made when the first date is read

/** Undefined for what is no date. One without a zone is taken as UTC, one without a day or a time as its beginning. */
export function secondsOf(text: string): number | undefined {
  forms ??= FORMS.map((form) => new RegExp(`^${form}$`, 'i'))
  for (const form of forms) {
    const found = form.exec(text)?.groups
    if (found) return secondsOfWords(found)
  }
  return undefined
}

/** What stood for each part of a date. */
export type Words = { [part: string]: string | undefined }

/** What is left out is its beginning, and the zone is UTC; undefined for a day or a time that there is not. */
export function secondsOfWords(words: Words): number | undefined {
  const number = (part: string, otherwise: number) =>
    words[part] === undefined ? otherwise : Number(words[part].replace(',', '.'))
  const year = number('year', centuryOf(number('short', 0)))
  const month = words.name === undefined ? number('month', 1) : monthNamed(words.name)
  const date = number('date', Number.NaN) // of the year
  const day = number('day', 1)
  const isThere = Number.isNaN(date)
    ? month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)
    : date >= 1 && date <= 337 + daysOf(year, 2)
  const hour = hourOf(number('hour', 0), words.half)
  const [minute, second] = [number('minute', 0), number('second', 0)]
  const away = words.zone === undefined ? 0 : secondsFromUtc(words.zone)
  if (!isThere || hour > 23 || minute > 59 || second >= 61 || away === undefined) return undefined
  const midnight = new Date(0)
  // which takes 0099 for what it is
  midnight.setUTCFullYear(year, Number.isNaN(date) ? month - 1 : 0, Number.isNaN(date) ? day : date)
  return midnight.getTime() / 1000 + hour * 3600 + minute * 60 + second - away
}

/** 0 to 68 are of this century, as in POSIX. */
function centuryOf(short: number): number {
  return short + (short < 69 ? 2000 : 1900)
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour
  if (hour < 1 || hour > 12) return Number.POSITIVE_INFINITY
  return (hour % 12) + (/^p/i.test(half) ? 12 : 0)
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

function monthNamed(name: string): number {
  return MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

const HOURS: Record<string, number> = { E: -5, C: -6, M: -7, P: -8 }

function secondsFromUtc(zone: string): number | undefined {
  const [, sign, hours = 0, minutes = 0] = /([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? []
  if (sign === undefined) {
    const hour = zone.length === 3 ? HOURS[zone.charAt(0).toUpperCase()] : undefined
    const isSummer = /^.D/i.test(zone)
    return hour === undefined ? 0 : (hour + (isSummer ? 1 : 0)) * 3600
  }
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60)
}
