// `npm run migration -- --name what_changed` writes one file per engine from the tables; read it before committing.
import { defineConfig } from 'drizzle-kit'
import { engine } from './src/config.ts'

export default defineConfig({
  dialect: engine === 'postgres' ? 'postgresql' : 'sqlite',
  schema: ['./src/schema/*.ts', './src/platform/db/deployment-tables.ts'],
  out: `./migrations/${engine}`,
})
