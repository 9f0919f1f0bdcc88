// Copies the text of an element beyond what is plain: references, line ends, CDATA.

import { BRACKETS } from '../bytes/words'
import { Input } from '../markup/input'
import { copyPlain, isCdataAt, Kind, pour, Poured, Stop } from '../markup/pour'

/** Goes on with text from something uncommon at `p`, before which `plain` bytes were copied. */
export function pourRest(p: usize, to: usize, plain: usize): usize {
  // at > and at the end of the text it matters what stands before
  const b = load<u8>(p)
  const again = b == 0x3e || b == 0 ? plain : 0
  return pour<u16>(p - again, Input.end, to - again, Kind.TEXT)
}

/** The same up to a tag: CDATA that is whole is text too. */
export function pourLeaf(p: usize, to: usize, plain: usize): usize {
  let end = to
  if (load<u8>(p) == 0x3c) Poured.at = p
  else end = pourRest(p, to, plain)
  while (Poured.stop == Stop.END && load<u8>(Poured.at) == 0x3c && isCdataAt(Poured.at)) {
    const at = Poured.at
    const after = pourCdata(at + 9, end)
    if (!after) {
      Poured.at = at
      Poured.stop = Stop.END
      break
    }
    end = load<u8>(Poured.at) == 0x3c ? after : pour<u16>(Poured.at, Input.end, after, Kind.TEXT)
  }
  return end
}

/** Copies CDATA from `p` to its end; answers 0 when it is not whole. */
function pourCdata(p: usize, to: usize): usize {
  const plain = copyPlain(p, to)
  // ]]▮>
  if (plain >= 2 && load<u8>(p + plain) == 0x3e && load<u16>(p + plain - 2) == BRACKETS) {
    Poured.at = p + plain + 1
    Poured.stop = Stop.END
    return to + plain - 2
  }
  const end = pour<u16>(p, Input.end, to, Kind.CDATA)
  if (Poured.stop != Stop.CDATA_END) return 0
  Poured.stop = Stop.END
  return end
}
