// What a case of a dump says of itself that does not fit together: a name that leads nowhere in it, or stands in it twice. Pure.

/** The parts of a case that name others of its parts, or are named by them. */
type Named = {
  agencies: readonly { code: string; role: string; government: { code: string } }[]
  asks: readonly { number: number }[]
  answers: readonly {
    version: number
    decisions: readonly { ask: number }[]
    attachments: readonly { sha256: string }[]
  }[]
  commitments: readonly { id: string; answer_version: number }[]
  cosignatures: { by_day: readonly { date: string }[] }
}
type Wrong = { path: (string | number)[]; message: string }

/** Everything that the tables would refuse, by its field, in words for whoever made the file. */
export function unfitting(c: Named): Wrong[] {
  const versions = new Set(c.answers.map(({ version }) => version))
  return [
    ...twice(['asks'], 'number', c.asks, ({ number }) => number),
    ...twice(['answers'], 'version', c.answers, ({ version }) => version),
    ...c.answers.flatMap(({ decisions, attachments }, i) => [
      ...twice(['answers', i, 'decisions'], 'ask', decisions, ({ ask }) => ask),
      ...twice(['answers', i, 'attachments'], 'sha256', attachments, ({ sha256 }) => sha256),
    ]),
    ...twice(['agencies'], 'code', c.agencies, ({ code, government }) => `${code} of ${government.code}`),
    ...twice(
      ['agencies'],
      'role',
      c.agencies.filter(({ role }) => role === 'lead'),
      ({ role }) => role,
    ),
    ...twice(['commitments'], 'id', c.commitments, ({ id }) => id),
    ...c.commitments
      .map(({ answer_version }, i) => ({ version: answer_version, path: ['commitments', i, 'answer_version'] }))
      .filter(({ version }) => !versions.has(version))
      .map(({ version, path }) => ({ path, message: `is ${version}, and this case has no answer of that version` })),
    ...twice(['cosignatures', 'by_day'], 'date', c.cosignatures.by_day, ({ date }) => date),
  ]
}

/** Each that has the name of an earlier one. */
function twice<T>(list: Wrong['path'], field: string, all: readonly T[], nameOf: (one: T) => string | number): Wrong[] {
  const seen = new Set<string | number>()
  return all.flatMap((one, i) => {
    const name = nameOf(one)
    if (!seen.has(name)) {
      seen.add(name)
      return []
    }
    return [{ path: [...list, i, field], message: `${name} stands there twice` }]
  })
}
