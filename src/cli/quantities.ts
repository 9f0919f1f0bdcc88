// Turns quantities into words: bytes in powers of 1000, numbers in groups, times as clocks show them.

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']

/** Three digits, as `1.25 GB`. */
export function bytesInWords(bytes: number): string {
  let value = Math.max(bytes, 0)
  let unit = 0
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit++
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2
  return `${value.toFixed(digits)} ${UNITS[unit]}`
}

/** As `1,234,567`. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** As `1:05` or `2:01:05`. */
export function timeInWords(seconds: number): string {
  const whole = Math.round(seconds)
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (number: number) => String(number).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
