/** Who the demonstration's bar signs in as; made by src/demo/content.ts. */
export const demoPeople = {
  citizen: 'citizen@demo.example',
  moderator: 'moderator@demo.example',
  officer: 'officer@demo.example',
  checker: 'checker@demo.example',
  administrator: 'administrator@demo.example',
} as const
