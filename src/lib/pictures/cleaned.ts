/** A picture as its parts draw it, and nothing else. `width` and `height` as it is shown, in pixels. */
export type Cleaned = { bytes: Buffer; width: number; height: number }
