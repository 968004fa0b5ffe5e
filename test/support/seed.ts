// Random tests begin from one seed, so a build is red because of its change and never by luck. `npm run test:seeds` tries others,
// for longer; what it finds becomes a test of its own or a mended model.
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20260618) })
