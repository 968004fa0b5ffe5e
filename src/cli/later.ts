// How commands are loaded.

/** Loads what a command needs when it is called: help needs little, and the primary of several processes not the application. */
export const later =
  <Given extends unknown[]>(load: () => Promise<(...given: Given) => Promise<void>>) =>
  async (...given: Given) =>
    (await load())(...given)
