/**
 * `make`, which is asked the same things again and again and always answers the same: answers are kept until there are `most`
 * of them, then all go. Keys longer than `longest` characters are not kept.
 */
export function known<T>(make: (key: string) => T, most: number, longest = Number.POSITIVE_INFINITY) {
  const answers = new Map<string, T>()
  return (key: string): T => {
    const answer = answers.get(key)
    if (answer !== undefined || answers.has(key)) return answer as T
    const made = make(key)
    if (key.length > longest) return made
    if (answers.size >= most) answers.clear()
    answers.set(key, made)
    return made
  }
}
