import { defineConfig } from 'rolldown';
import { licences } from './build/licences.ts';

/** The Action's bundle: one file that runs from an empty folder, committed as `action/dist/index.js`. */
export default defineConfig({
  input: 'action/src/main.ts',
  platform: 'node',
  plugins: [licences()],
  output: {
    file: 'action/dist/index.js',
    format: 'esm',
    minify: false,
    comments: { legal: true },
    codeSplitting: false,
  },
});
