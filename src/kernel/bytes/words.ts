// Provides characters that are compared or written several at a time, as one number: the first is its lowest byte.

@inline export const END_TAG: u16 = 0x2f3c // </
@inline export const EMPTY_TAG_END: u16 = 0x3e2f // />
@inline export const ATTRIBUTE_VALUE: u16 = 0x223d // ="
@inline export const BRACKETS: u16 = 0x5d5d // ]]
@inline export const CDATA_TAG: u64 = 0x5b41544144435b21 // ![CDATA[
@inline export const BYTE_ORDER_MARK: u32 = 0xbfbbef
@inline export const XML_UPPER_CASE: u32 = 0x4c4d58 // XML

// References: the first four bytes, and two more of &quot; and &apos;.
@inline export const LT: u32 = 0x3b746c26 // &lt;
@inline export const GT: u32 = 0x3b746726 // &gt;
@inline export const AMP: u32 = 0x706d6126 // &amp
@inline export const QUOT: u32 = 0x6f757126 // &quo
@inline export const QUOT_END: u16 = 0x3b74 // t;
@inline export const APOS: u32 = 0x6f706126 // &apo
@inline export const APOS_END: u16 = 0x3b73 // s;
@inline export const LINE_FEED: u32 = 0x41782326 // &#xA

// JSON.
@inline export const TEXT_END: u16 = 0x2c22 // ",
@inline export const ARRAY_END: u16 = 0x2c5d // ],
@inline export const MEMBER_END: u16 = 0x2c7d // },
@inline export const NULL: u32 = 0x6c6c756e // null
@inline export const EMPTY_OBJECT: u16 = 0x7d7b // {}
@inline export const TRUE: u32 = 0x65757274 // true
@inline export const FALSE: u32 = 0x736c6166 // fals
@inline export const ESCAPED_LF: u16 = 0x6e5c // \n
@inline export const ESCAPED_TAB: u16 = 0x745c // \t
@inline export const ESCAPED_CR: u16 = 0x725c // \r
