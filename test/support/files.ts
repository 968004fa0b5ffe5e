// Files as people hand them in: real ones, small, and with what cameras and strangers put into them.
import { crc32, deflateSync } from 'node:zlib'

/** 6 by 4 pixels, as a browser wrote it. */
const jpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/' +
    '2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAEAAYDASIAAhEBAxEB/8QAFQ' +
    'ABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAABAX/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMB' +
    'AAIRAxEAPwCEAVUf/9k=',
  'base64',
)
/** A picture in its plainest form. */
const vp8 = Buffer.from('kAEAnQEqBgAEAAQAaCWgAnS6AAOYAP7q1H5r4gZN/uDly4gn2AA=', 'base64')

export const secret = 'GPS 25.0330 121.5654'

/** A segment with EXIF: which way up the camera was held, and where that was. */
export function exif(orientation: number): Buffer {
  const tiff = Buffer.alloc(26 + secret.length)
  tiff.write('4d4d002a0000000800010112000300000001', 'hex')
  tiff.writeUInt16BE(orientation, 18)
  tiff.write(secret, 26, 'latin1')
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]))
}

export function segment(marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(content.length + 2, 2)
  return Buffer.concat([head, content])
}

/** `more`: segments behind the first; `behind`: what hangs behind the picture. */
export const jpegFile = (more: Buffer[] = [], behind = ''): Buffer =>
  Buffer.concat([jpeg.subarray(0, 2), ...more, jpeg.subarray(2), Buffer.from(behind, 'latin1')])

export function pngChunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(content.length, 0)
  ends.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)])
}

/** `seed` makes each another picture. */
export function pngFile(more: Buffer[] = [], { behind = '', width = 6, height = 4, seed = 0 } = {}): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 0], 8) // eight bits of grey
  const pixels = Buffer.alloc((width + 1) * height).fill(seed)
  for (let row = 0; row < height; row++) pixels[row * (width + 1)] = 0
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', head),
    ...more,
    pngChunk('IDAT', deflateSync(pixels)),
    pngChunk('IEND', Buffer.alloc(0)),
    Buffer.from(behind, 'latin1'),
  ])
}

const riffChunk = (name: string, content: Buffer) => {
  const head = Buffer.alloc(8)
  head.write(name, 'latin1')
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content, Buffer.alloc(content.length & 1)])
}
/** With the flags of EXIF and XMP, and both. */
export function webpFile(behind = ''): Buffer {
  const head = Buffer.from([0x0c, 0, 0, 0, 5, 0, 0, 3, 0, 0])
  const chunks = [
    riffChunk('VP8X', head),
    riffChunk('VP8 ', vp8),
    riffChunk('EXIF', Buffer.from(secret)),
    riffChunk('XMP ', Buffer.from(`<x>${secret}</x>`)),
  ]
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks])
  return Buffer.concat([riffChunk('RIFF', body), Buffer.from(behind, 'latin1')])
}

/** With a comment, and a program's own block. */
export const gifFile = (behind = ''): Buffer =>
  Buffer.concat([
    Buffer.from('474946383961060004008000000000ffffff00', 'hex').subarray(0, 13),
    Buffer.from('000000ffffff', 'hex'),
    Buffer.from(`21fe14${Buffer.from(secret).toString('hex')}00`, 'hex'),
    Buffer.from(`21ff0b${Buffer.from('XMP DataXMP').toString('hex')}0341424300`, 'hex'),
    Buffer.from('2c00000000060004000002058c8fa9cb0500', 'hex'),
    Buffer.from([0x3b]),
    Buffer.from(behind, 'latin1'),
  ])

/** `root`: more of the catalogue; `objects`: more objects, from 6 on; `text`: on its only page. */
export const pdfFile = ({
  text = 'Measured after dark',
  root = '',
  objects = '',
  behind = '',
  seed = '',
} = {}): Buffer =>
  Buffer.from(
    `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R${root}>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length ${37 + text.length}>>stream
BT /F1 12 Tf 10 100 Td (${text}) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
${objects}
%${seed}
trailer<</Root 1 0 R>>
%%EOF
${behind}`,
    'latin1',
  )
