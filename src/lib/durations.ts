// Lengths of time, in ms. A day of the calendar may have 23 or 25 hours: calendar.ts.
const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs
